#include "cli/testing/fake_services.hpp"

#include <fstream>
#include <iterator>

#include "report/excerpt.hpp"

namespace assay::cli {

base::Task<core::ReviewerOutcome> WordReviewer::review(core::ReviewRequest request) {
  ++reviewed;
  core::ReviewerOutcome outcome;
  int number = 0;
  for (const auto line : report::split_lines(request.input->code)) {
    ++number;
    const bool high = line.find("eval(") != std::string_view::npos;
    const bool low = line.find("todo(") != std::string_view::npos;
    if (line.find("break the reviewer") != std::string_view::npos) {
      outcome.failure.emplace();
      outcome.failure->reason = "the reviewer broke";
    }
    if (!high && !low) continue;
    core::Issue issue;
    issue.path = request.input->filename;
    issue.title = high ? "Use of eval" : "Unfinished";
    issue.severity = high ? core::Severity::high : core::Severity::low;
    issue.category = high ? core::Category::security : core::Category::maintainability;
    issue.confidence = high ? 1 : 0.5;
    issue.lines = core::LineRange{number, number};
    issue.quote = line;
    issue.sources = {"static"};
    issue.rule_id = high ? "eval" : "unfinished";
    outcome.issues.push_back(std::move(issue));
  }
  co_return outcome;
}

core::Language WordEngine::detect_language(std::string_view filename, std::string_view) const {
  return filename.ends_with(".py") ? core::Language::python : core::Language::text;
}

std::vector<RuleInfo> TwoRules::rules() const {
  RuleInfo eval;
  eval.id = "py.eval";
  eval.languages = {core::Language::python};
  eval.severity = core::Severity::high;
  eval.category = core::Category::security;
  eval.confidence = 0.9;
  eval.cwe = {95};
  eval.message = "Use of eval";
  eval.origin = "built in";
  eval.bad_examples = {"eval(x)"};
  eval.ok_examples = {"int(x)"};
  RuleInfo strcpy;
  strcpy.id = "c.strcpy";
  strcpy.languages = {core::Language::c, core::Language::cpp};
  strcpy.severity = core::Severity::med;
  strcpy.message = "Use of strcpy";
  return {strcpy, eval};
}

base::Result<std::vector<RuleTestResult>> TwoRules::test(const std::string& folder) {
  if (folder == "gone") return base::fail(base::Errc::not_found, "gone can't be read");
  std::vector<RuleTestResult> results = {{"py.eval", 2, {}}};
  if (folder == "bad") results.push_back({"mine", 1, {"finds nothing in bad example 1"}});
  return results;
}

base::Result<NewKey> ListedKeys::create(const core::ApiKey& wanted) {
  auto key = wanted;
  key.created_at = base::SystemClock{}.now();
  if (auto checked = core::check_new_key(key); !checked) return base::fail(checked.error());
  key.id = core::KeyId{"id-" + key.name};
  key.prefix = "assay_" + key.name.substr(0, 2);
  kept_->insert(kept_->begin(), key);
  return NewKey{key, "assay_" + key.name};
}

base::Result<void> ListedKeys::revoke(const core::KeyId& id) {
  for (auto& key : *kept_) {
    if (key.id == id) key.revoked_at = base::SystemClock{}.now();
  }
  return {};
}

Services fake_services() {
  Services services;
  services.build = {"1.2.3", "abc", "g++ 12", "Debug", {{"SQLite", "3.40.1"}}};
  services.serve = [](const LoadedConfiguration& loaded, Output& out) -> base::Result<void> {
    if (loaded.values.data == "taken") return base::fail(base::Errc::conflict, "the data folder is in use");
    out.write("serving\n");
    return {};
  };
  services.work = [](const LoadedConfiguration&, Output& out) -> base::Result<void> {
    out.write("working\n");
    return {};
  };
  services.import_mongodb =
      [](const LoadedConfiguration&, const ImportRequest& request,
         const std::function<void(const ImportReport&)>& progress) -> base::Result<ImportReport> {
    if (request.uri == "mongodb://away")
      return base::fail(base::Errc::unavailable, "the source is not reached");
    if (request.uri == "x") return base::fail(base::Errc::invalid_argument, "URI is none", "URI");
    ImportReport report;
    report.database = request.database.empty() ? "reviews" : request.database;
    report.read = 5;
    report.added = 2;
    report.known = 1;
    (request.unfinished_as_failed ? report.added : report.unfinished) += 1;
    if (request.tenant.str() == "odd") {
      report.skipped = 1;
      report.reasons["it has no code"] = 1;
    }
    progress(report);
    return report;
  };
  services.make_engine = [](const LoadedConfiguration&,
                            base::Executor) -> base::Result<std::unique_ptr<ReviewEngine>> {
    return std::make_unique<WordEngine>();
  };
  services.open_rules = [](const LoadedConfiguration&) -> base::Result<std::unique_ptr<RuleBook>> {
    return std::make_unique<TwoRules>();
  };
  services.open_keys = [kept = std::make_shared<std::vector<core::ApiKey>>()](
                           const LoadedConfiguration& loaded) -> base::Result<std::unique_ptr<KeyAdmin>> {
    if (loaded.values.data == "taken")
      return base::fail(base::Errc::unavailable, "the server does not answer");
    return std::make_unique<ListedKeys>(kept);
  };
  services.checks = [](const LoadedConfiguration& loaded) {
    const bool bad = loaded.values.data == "taken";
    std::vector<Check> checks;
    checks.push_back({"data folder", [bad] {
                        return bad ? CheckResult{CheckState::fail, "held by another process", "stop it"}
                                   : CheckResult{CheckState::ok, "can be written", ""};
                      }});
    return checks;
  };
  return services;
}

RunResult run_assay(const std::vector<std::string>& arguments, const std::string& input,
                    std::map<std::string, std::string, std::less<>> variables, const Services& services) {
  StringOutput out;
  StringOutput err;
  std::vector<const char*> argv = {"assay"};
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  Environment environment;
  environment.variables = std::move(variables);
  environment.read_file = [](const std::string& path) -> base::Result<std::string> {
    // Files that a test has made; nothing of the folder that the tests happen to run in.
    if (path.starts_with('/')) {
      if (std::ifstream in{path, std::ios::binary}; in)
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    }
    return base::fail(base::Errc::not_found, path + " can't be read: no such file");
  };
  RunResult result;
  const auto read_input = [&]() -> base::Result<std::string> { return input; };
  result.code =
      run(static_cast<int>(argv.size()), argv.data(), {out, err, read_input}, environment, services);
  result.out = out.text();
  result.err = err.text();
  return result;
}

}  // namespace assay::cli
