#include "app/doctor_checks.hpp"

#include <algorithm>
#include <filesystem>

#include "analysis/isolation/sandbox.hpp"
#include "app/await.hpp"
#include "app/backend/backend.hpp"
#include "app/engine_thread.hpp"
#include "app/free_space.hpp"
#include "app/llm_settings.hpp"
#include "app/reviewers.hpp"
#include "app/rule_book.hpp"
#include "cli/config/derived.hpp"
#include "llm/probe/model_probe.hpp"
#include "store/memory/memory_spend_ledger.hpp"
#include "store/sqlite/data_folder.hpp"
#include "store/sqlite/database_check.hpp"

namespace assay::app {
namespace {

using cli::CheckResult;
using cli::CheckState;

CheckResult check_data_folder(const std::string& folder) {
  const bool existed = std::filesystem::exists(folder);
  if (!existed) {
    const auto parent = std::filesystem::absolute(folder).parent_path();
    if (!std::filesystem::is_directory(parent)) {
      return {CheckState::fail, "\"" + folder + "\" can't be made: there is no folder " + parent.string(),
              "make that folder, or choose another with --data"};
    }
    return {CheckState::ok, "\"" + folder + "\" will be made at the first start", ""};
  }
  const auto opened = store::DataFolder::open(folder);
  if (opened) return {CheckState::ok, "\"" + folder + "\" can be written and is not in use", ""};
  if (opened.error().code == base::Errc::conflict) return {CheckState::ok, opened.error().message, ""};
  return {CheckState::fail, opened.error().message, "choose another folder with --data, or mend its rights"};
}

CheckResult check_database(const std::string& folder) {
  const auto facts = store::check_folder(folder);
  if (!facts) {
    const auto& error = facts.error();
    if (error.code == base::Errc::not_found) return {CheckState::ok, "none yet", ""};
    if (error.code == base::Errc::unsupported)
      return {CheckState::fail, "it " + error.message, "use that version, or another folder with --data"};
    return {CheckState::fail, error.message,
            "stop the server and put a backup in its place: assay restore FILE --replace"};
  }
  auto text =
      std::to_string(facts->submissions) + (facts->submissions == 1 ? " submission, " : " submissions, ");
  text += facts->read_through ? "every page is whole" : "not read through, because it has more than a GiB";
  return {CheckState::ok, text, ""};
}

CheckResult check_disk(const std::string& folder) {
  constexpr std::uintmax_t kEnough = 1ULL << 30;
  auto place = std::filesystem::absolute(folder);
  while (!std::filesystem::exists(place)) place = place.parent_path();
  std::error_code error;
  const auto space = std::filesystem::space(place, error);
  if (error) return {CheckState::warn, "the free space is not known: " + error.message(), ""};
  const auto text = free_space_text(space.available);
  if (space.available < kEnough)
    return {CheckState::warn, text, "a full disk refuses submissions: make room"};
  return {CheckState::ok, text, ""};
}

CheckResult check_sandbox() {
  const auto missing = analysis::missing_kernel_features();
  if (missing.empty()) return {CheckState::ok, "seccomp and resource limits are available", ""};
  std::string text;
  for (const auto& feature : missing) text.append(text.empty() ? "missing: " : ", ").append(feature);
  return {CheckState::warn, text,
          "analysis still runs in a child process with limits; run it on a newer kernel to seal it off"};
}

CheckResult check_rules(const cli::LoadedConfiguration& loaded) {
  auto book = open_rule_book(loaded);
  if (!book)
    return {CheckState::fail, book.error().message,
            "mend the rule, or leave its folder out of analysis.rules"};
  return {CheckState::ok, std::to_string((*book)->rules().size()) + " rules in force", ""};
}

/// MongoDB and Redis, as /readyz sees them.
class ScaleOut {
 public:
  explicit ScaleOut(cli::LoadedConfiguration loaded) : loaded_(std::move(loaded)) {}

  CheckResult check(const std::string& name) {
    if (!looked_) look();
    if (!problem_.empty())
      return {CheckState::fail, problem_, "correct the configuration: see docs/scale-out.md"};
    for (const auto& check : checks_) {
      if (check.name == name) return {check.ok ? CheckState::ok : CheckState::fail, check.detail, ""};
    }
    return {CheckState::skipped, "not looked at", ""};
  }

 private:
  void look() {
    looked_ = true;
    base::SystemClock clock;
    base::SystemRandom random;
    base::Metrics metrics;
    EngineThread engine;
    auto backend = open_backend(loaded_, clock, random, metrics, engine.executor());
    if (!backend) {
      problem_ = backend.error().message;
      return;
    }
    checks_ = await((*backend)->checks());
    (*backend)->close();
  }

  cli::LoadedConfiguration loaded_;
  bool looked_ = false;
  std::string problem_;
  std::vector<http::ReadinessCheck> checks_;
};

void add_places(const cli::LoadedConfiguration& loaded, std::vector<cli::Check>& checks) {
  if (!cli::is_scale_out(loaded.values)) {
    checks.push_back({"data folder", [loaded] { return check_data_folder(loaded.values.data); }});
    checks.push_back({"database", [loaded] { return check_database(loaded.values.data); }});
    checks.push_back({"disk", [loaded] { return check_disk(loaded.values.data); }});
    return;
  }
  const auto both = std::make_shared<ScaleOut>(loaded);
  checks.push_back({"MongoDB", [both] { return both->check("store"); }});
  checks.push_back({"Redis", [both] { return both->check("queue"); }});
}

/// All are asked for their versions at once, in their sandbox. Some have none to tell.
CheckResult check_linters(const cli::LoadedConfiguration& loaded) {
  const auto linters = find_linters(loaded.values.analysis);
  const auto versions = linters.versions();
  std::string found;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const auto& linter = linters.installed()[i];
    found.append(found.empty() ? "" : ", ").append(linter.name);
    if (!linter.enabled) {
      found.append(" (off: ").append(linter.detail).append(")");
    } else if (!versions[i].empty()) {
      found.append(" ").append(versions[i]);
    }
  }
  if (found.empty()) return {CheckState::skipped, "none is installed, or all are off", "see docs/linters.md"};
  return {CheckState::ok, found, ""};
}

/// Swallows what a run reports.
class NoListener final : public review::PipelineListener {
 public:
  void progressed(int, core::Stage) override {}
  void issue_found(const core::Issue&) override {}
};

base::Task<void> review_into(const review::Pipeline& pipeline, review::Pipeline::Run run,
                             review::PipelineResult& result) {
  result = co_await pipeline.run(std::move(run));
}

/// Reviews two lines with one reviewer, the whole way: child process, or provider, key, model and format.
CheckResult check_reviewer(const cli::LoadedConfiguration& loaded, const std::string& name,
                           const std::string& advice) {
  base::SystemClock clock;
  base::SystemRandom random;
  EngineThread engine;
  store::MemorySpendLedger ledger;
  auto reviewers = make_reviewers(loaded, engine.executor(), clock, random, ledger);
  if (!reviewers) return {CheckState::fail, reviewers.error().message, advice};
  const review::Pipeline pipeline{reviewers->in_order(), clock};
  auto input = std::make_shared<core::ReviewInput>();
  input->language = core::Language::python;
  input->code = "def mean(xs):\n    return sum(xs) / len(xs)\n";
  input->options.reviewers = {name};
  NoListener listener;
  review::Pipeline::Run run;
  run.input = input;
  run.listener = &listener;
  review::PipelineResult result;
  engine.start(review_into(pipeline, std::move(run), result)).wait();
  engine.start(stop(std::move(*reviewers))).wait();
  if (result.failure) return {CheckState::fail, result.failure->reason, advice};
  const auto& report = result.review.reviewers.front();
  return {CheckState::ok, report.version + " answered in " + std::to_string(report.run_ms) + " ms", ""};
}

CheckState state_of(llm::ProbeFinding::State state) {
  switch (state) {
    case llm::ProbeFinding::State::ok:
      return CheckState::ok;
    case llm::ProbeFinding::State::warn:
      return CheckState::warn;
    case llm::ProbeFinding::State::fail:
      return CheckState::fail;
    case llm::ProbeFinding::State::skipped:
      break;
  }
  return CheckState::skipped;
}

base::Task<void> probe_into(llm::ModelProber& prober, std::string model,
                            std::vector<llm::ProbeFinding>& findings) {
  findings = co_await prober.probe(std::move(model));
}

/// The calls are made once, at the first step that is asked for.
class Probe {
 public:
  Probe(cli::LlmSettings settings, std::string model)
      : settings_(std::move(settings)), model_(std::move(model)) {}

  CheckResult step(std::size_t number) {
    if (!done_) run();
    if (!problem_.empty()) return {CheckState::fail, problem_, "correct the configuration"};
    const auto& finding = findings_[number];
    return {state_of(finding.state), finding.detail, finding.advice};
  }

 private:
  void run() {
    done_ = true;
    base::SystemClock clock;
    base::SystemRandom random;
    EngineThread engine;
    auto prober = llm::ModelProber::create(to_llm_config(settings_), engine.executor(), clock, random);
    if (!prober) {
      problem_ = prober.error().message;
      return;
    }
    engine.start(probe_into(**prober, model_, findings_)).wait();
    engine.start(end(std::move(*prober))).wait();
  }
  /// Its connections end on the thread that they belong to.
  static base::Task<void> end(std::unique_ptr<llm::ModelProber>) { co_return; }

  cli::LlmSettings settings_;
  std::string model_;
  bool done_ = false;
  std::string problem_;
  std::vector<llm::ProbeFinding> findings_;
};

void add_probes(const cli::LlmSettings& settings, std::vector<cli::Check>& checks) {
  auto models = settings.order;
  if (settings.verify && !settings.verify_model.empty() &&
      std::ranges::find(models, settings.verify_model) == models.end())
    models.push_back(settings.verify_model);
  for (const auto& model : models) {
    const auto probe = std::make_shared<Probe>(settings, model);
    std::size_t number = 0;
    for (const char* step : llm::kProbeSteps) {
      checks.push_back({model + ": " + step, [probe, number] { return probe->step(number); }});
      ++number;
    }
  }
}

}  // namespace

std::vector<cli::Check> doctor_checks(const cli::LoadedConfiguration& loaded) {
  const auto names = cli::reviewers_in_force(loaded);
  const auto in_force = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
  std::vector<cli::Check> checks;
  add_places(loaded, checks);
  checks.push_back({"sandbox", [] { return check_sandbox(); }});
  checks.push_back({"rules", [loaded] { return check_rules(loaded); }});
  if (in_force("static")) {
    checks.push_back({"linters", [loaded] { return check_linters(loaded); }});
    checks.push_back(
        {"static reviewer", [loaded] { return check_reviewer(loaded, "static", "run `assay rules test`"); }});
  }
  if (in_force("llm")) add_probes(loaded.values.llm, checks);
  checks.push_back({"llm reviewer", [loaded, on = in_force("llm")] {
                      if (on)
                        return check_reviewer(loaded, "llm",
                                              "see the checks of the models above, and docs/models.md");
                      return CheckResult{CheckState::skipped, "no model is configured",
                                         "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"};
                    }});
  return checks;
}

}  // namespace assay::app
