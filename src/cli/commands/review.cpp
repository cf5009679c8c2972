#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>

#include "cli/atomic_file.hpp"
#include "cli/commands/change_flags.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config/derived.hpp"
#include "cli/configuration_flags.hpp"
#include "cli/paint.hpp"
#include "cli/project/open_project.hpp"
#include "cli/review/review_files.hpp"
#include "cli/review/source_queue.hpp"
#include "report/formats.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay review                               everything below this folder
  assay review src/ tests/util.py            folders and files
  git show HEAD:app.py | assay review - --filename app.py
  assay review --diff                        what differs from the last commit
  assay review --diff=main...HEAD src/       what a branch changed below src/
  assay review --staged --fail-on med        what would be committed; for a pre-commit hook
  assay review --server https://assay.example src/
  assay review --patch change.diff           what a patch changes; - is standard input
  assay review --format sarif --output assay.sarif --fail-on never
  assay review --fail-on med --min-confidence 0.7 --exclude 'vendor/' --exclude '*.min.js'

  assay review --baseline assay-baseline.json --update-baseline      accept what is there, for now
  assay review --baseline assay-baseline.json                        only what is new

.assay.toml turns rules off or gives them other severities, for the project or some paths; `assay: ignore[rule] reason`
in a comment does for a line. What is left out so is in the report, with the reason.

Found files are left out if .gitignore or .assayignore says so; files you name are always reviewed.

Exit code 0: no issue at or above --fail-on; 1: there is one; 2: wrong flags or configuration; 3: a file could not be
read or reviewed, or the review was interrupted.)";

constexpr int kMostJobs = 1024;
constexpr int kJobsWithModel = 8;  // calls wait for the network, not for a core
constexpr std::string_view kNever = "never";

struct Chosen {
  ConfigurationFlags flags;
  SourceOptions sources;
  ChangeFlags change;
  std::string language;
  std::string format = "text";
  std::string output;
  std::string fail_on = "high";
  double min_confidence = 0;
  int jobs = 0;
  std::string baseline;
  bool update_baseline = false;
};

/// Checked flags; `fail_on` absent: never.
struct Wanted {
  report::Format format = report::Format::text;
  std::optional<core::Severity> fail_on;
  std::optional<core::Language> language;
};

std::string format_names(std::string_view between) {
  std::string out;
  for (const auto& info : report::all_formats()) out.append(out.empty() ? "" : between).append(info.name);
  return out;
}

std::optional<Wanted> check(const Chosen& chosen, const FolderReader& reader, const CommandLine& line) {
  Wanted wanted;
  const auto format = report::parse_format(chosen.format);
  if (!format) {
    line.complain("--format must be one of " + format_names(", ") + ", not \"" + chosen.format + "\"");
    return std::nullopt;
  }
  wanted.format = *format;
  wanted.fail_on = core::parse_severity(chosen.fail_on);
  if (!wanted.fail_on && chosen.fail_on != kNever) {
    line.complain("--fail-on must be low, med, high or never, not \"" + chosen.fail_on + "\"");
    return std::nullopt;
  }
  if (!chosen.language.empty()) {
    wanted.language = core::parse_language(chosen.language);
    if (!wanted.language) {
      std::string names;
      for (const auto language : core::all_languages())
        names.append(names.empty() ? "" : ", ").append(core::to_string(language));
      line.complain("--language must be one of " + names + ", not \"" + chosen.language + "\"");
      return std::nullopt;
    }
    if (wanted.language == core::Language::automatic) wanted.language.reset();
  }
  if (const auto problem = chosen.change.problem(chosen.sources.paths); !problem.empty()) {
    line.complain(problem);
    return std::nullopt;
  }
  for (const auto& path : chosen.sources.paths) {
    // A file that a change removed is not there.
    if (path == "-" || chosen.change.given()) continue;
    if (const auto type = reader.type_of(path); !type && type.error().code == base::Errc::not_found) {
      line.complain("there is no file or folder \"" + path + "\"");
      return std::nullopt;
    }
  }
  return wanted;
}

int default_jobs(const LoadedConfiguration& loaded) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const auto reviewers = reviewers_in_force(loaded);
  const bool model =
      !loaded.values.remote.url.empty() || std::ranges::find(reviewers, "llm") != reviewers.end();
  return model ? std::max(cores, kJobsWithModel) : cores;
}

void configure_log(const LoadedConfiguration& loaded) {
  // What a reader of a report has to know stands in it.
  const bool chosen = loaded.origin_of("log.level").source != Source::standard;
  base::log::configure(chosen ? loaded.values.log.level : base::log::Level::warn, loaded.values.log.format);
}

int exit_code(const ReviewEnd& end, const std::optional<core::Severity>& fail_on) {
  if (!end.complete || end.totals.failed > 0) return kExitFailed;
  return fail_on && end.worst && *end.worst >= *fail_on ? kExitFindings : kExitOk;
}

/// Writes the baseline whole or not at all.
int write_baseline(const std::string& path, const BaselineWriter& baseline, const CommandLine& line) {
  auto file = AtomicFile::create(path);
  if (file) {
    (*file)->write(baseline.json());
    if (const auto written = (*file)->commit(); written) {
      line.streams.err.write(std::to_string(baseline.size()) + " findings are known in " + path +
                             " from now on\n");
      return kExitOk;
    }
  }
  line.complain("--update-baseline: " + (file ? "\"" + path + "\" can't be written" : file.error().message));
  return kExitFailed;
}

int review(const Chosen& chosen, const CommandLine& line) {
  const auto reader = system_folder_reader();
  const auto wanted = check(chosen, reader, line);
  if (!wanted) return kExitUsage;
  if (chosen.update_baseline && chosen.baseline.empty()) {
    line.complain("--update-baseline needs --baseline FILE");
    return kExitUsage;
  }
  auto loaded = chosen.flags.load(line);
  if (!loaded) return kExitUsage;
  configure_log(*loaded);
  const auto project = open_project({chosen.sources.paths.empty() ? "" : chosen.sources.paths.front(),
                                     chosen.update_baseline ? "" : chosen.baseline},
                                    line.environment);
  if (!project) {
    line.complain(project.error().message);
    return kExitUsage;
  }
  for (auto& name : (*project)->file().asked_for())
    loaded->values.analysis.rules_on.push_back(std::move(name));

  std::unique_ptr<AtomicFile> file;
  if (!chosen.output.empty()) {
    auto created = AtomicFile::create(chosen.output);
    if (!created) {
      line.complain("--output: " + created.error().message);
      return kExitUsage;
    }
    file = std::move(*created);
  }
  Output& out = file ? *file : line.streams.out;

  auto options = chosen.sources;
  options.language = wanted->language;
  const auto& excluded = (*project)->file().exclude();
  options.walk.exclude.insert(options.walk.exclude.end(), excluded.begin(), excluded.end());
  if (options.paths.empty()) options.paths.emplace_back(".");
  // Before anything else runs, so that Ctrl-C still ends a program that waits for its input.
  base::Result<std::string> input;
  if (std::ranges::find(options.paths, "-") != options.paths.end()) input = line.streams.read_input();

  report::ReportOptions report_options;
  report_options.version = line.services.build.version;
  report_options.colours = wants_colours(out, line.environment);
  report_options.width = out.width();
  const auto report = report::make_report(wanted->format, report_options);

  // The sources are asked for the first file only when the engine is there.
  ReviewEngine* engine = nullptr;
  const auto detect = [&](std::string_view name, std::string_view code) {
    return engine->detect_language(name, code);
  };
  std::unique_ptr<Sources> sources;
  if (chosen.change.given()) {
    auto changed = chosen.change.open(chosen.sources.paths, wanted->language, line.streams, detect);
    if (!changed) {
      line.complain(changed.error().message);
      return kExitUsage;
    }
    sources = std::move(*changed);
  } else {
    sources = std::make_unique<SourceQueue>(std::move(options), reader, [&] { return input; }, detect);
  }
  const base::SystemClock clock;
  const auto make_engine = [&](base::Executor executor) {
    auto made = line.services.make_engine(*loaded, executor);
    if (made) engine = made->get();
    return made;
  };
  ReviewPlan plan;
  plan.jobs = chosen.jobs > 0 ? chosen.jobs : default_jobs(*loaded);
  plan.min_confidence = chosen.min_confidence;
  plan.policy = project->get();
  BaselineWriter baseline;
  if (chosen.update_baseline) plan.baseline = &baseline;
  const auto end = review_files({*sources, *report, out, line.streams.err, clock, make_engine}, plan);
  if (!end) {
    line.complain(end.error().message);
    return kExitFailed;
  }
  line.streams.out.flush();
  if (file && end->complete) {
    if (const auto written = file->commit(); !written) {
      line.complain("--output: " + written.error().message);
      return kExitFailed;
    }
  }
  // A reader that has seen enough (`| head`) needs no word about it.
  if (!end->complete && out.ok()) line.complain("interrupted");
  if (chosen.update_baseline && end->complete && end->totals.failed == 0)
    return write_baseline(chosen.baseline, baseline, line);
  return exit_code(*end, wanted->fail_on);
}

}  // namespace

void add_review(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("review", "reviews files, folders or changes, here or on a server");
  command->footer(kExamples);
  const auto chosen = std::make_shared<Chosen>();
  command->add_option("PATH", chosen->sources.paths,
                      "files and folders; - is standard input (default: this folder)");
  chosen->change.add_to(*command);
  command->add_option("--language", chosen->language, "of every file; not given: detected")
      ->type_name("NAME");
  command
      ->add_option("--filename", chosen->sources.filename,
                   "of standard input, for the report and the language")
      ->type_name("NAME");
  command->add_option("--format", chosen->format, "of the report (default: text)")
      ->type_name(format_names("|"));
  command->add_option("--output", chosen->output, "report to this file, whole or not at all")
      ->type_name("FILE");
  command->add_option("--fail-on", chosen->fail_on, "least severity for exit code 1 (default: high)")
      ->type_name("low|med|high|never");
  command->add_option("--min-confidence", chosen->min_confidence, "leave out less certain issues, 0 to 1")
      ->type_name("NUMBER")
      ->check(CLI::Range(0.0, 1.0));
  command
      ->add_option("--baseline", chosen->baseline,
                   "findings that are known in this file are shown as filtered")
      ->type_name("FILE");
  command->add_flag("--update-baseline", chosen->update_baseline, "write what is found now into that file");
  command
      ->add_option("--jobs", chosen->jobs,
                   "files at once (default: one per core, 8 with a model or a server)")
      ->type_name("N")
      ->check(CLI::Range(1, kMostJobs));
  command
      ->add_option("--include", chosen->sources.walk.include,
                   "only found files that match; may be given again")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  command
      ->add_option("--exclude", chosen->sources.walk.exclude, "no found files that match; may be given again")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  chosen->flags.add_to(*command, {"reviewers", "remote.url", "llm.base_url", "llm.model", "analysis.rules",
                                  "analysis.linters_off", "log.level", "log.format"});
  command->callback([&line, chosen] { line.action = [&line, chosen] { return review(*chosen, line); }; });
}

}  // namespace assay::cli
