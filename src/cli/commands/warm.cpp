#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/config/derived.hpp"
#include "cli/configuration_flags.hpp"
#include "cli/review/review_files.hpp"
#include "cli/review/source_queue.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay warm snippets/                          by the server on this machine
  assay warm src/ --server https://assay.example

Every file is submitted as `assay review --server` would. What the server has reviewed before it answers from its cache;
the rest it reviews now, so that the next who submits the same code gets the answer at once. The rate limit of the server
holds: files that it refuses are counted as failed.)";

constexpr int kJobs = 8;

/// Nobody reads the reviews here.
class NoReport final : public report::Report {
 public:
  void begin(std::string&) override {}
  void add(std::string&, const report::FileReview&) override {}
  void finish(std::string& out, const report::Totals& totals) override {
    out += std::to_string(totals.completed) + " reviewed, " + std::to_string(totals.failed) + " failed, " +
           std::to_string(totals.skipped) + " skipped\n";
  }
};

struct Chosen {
  ConfigurationFlags flags;
  std::string folder;
};

int warm(const Chosen& chosen, const CommandLine& line) {
  const auto reader = system_folder_reader();
  if (const auto type = reader.type_of(chosen.folder); !type) {
    line.complain("there is no file or folder \"" + chosen.folder + "\"");
    return kExitUsage;
  }
  auto loaded = chosen.flags.load(line);
  if (!loaded) return kExitUsage;
  auto& remote = loaded->values.remote;
  if (remote.url.empty()) remote.url = "http://" + to_string(loaded->values.listen);

  ReviewEngine* engine = nullptr;
  SourceOptions options;
  options.paths = {chosen.folder};
  SourceQueue sources{
      std::move(options), reader, [] { return std::string{}; },
      [&](std::string_view name, std::string_view code) { return engine->detect_language(name, code); }};
  const base::SystemClock clock;
  NoReport report;
  ReviewPlan plan;
  plan.jobs = kJobs;
  const auto make_engine = [&](base::Executor executor) {
    auto made = line.services.make_engine(*loaded, executor);
    if (made) engine = made->get();
    return made;
  };
  const auto end =
      review_files({sources, report, line.streams.out, line.streams.err, clock, make_engine}, plan);
  if (!end) {
    line.complain(end.error().message);
    return kExitFailed;
  }
  line.streams.out.flush();
  if (!end->first_failure.empty()) line.complain(end->first_failure);
  return end->complete && end->totals.failed == 0 ? kExitOk : kExitFailed;
}

}  // namespace

void add_warm(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("warm", "fills a server's cache with reviews of a folder");
  command->footer(kExamples);
  const auto chosen = std::make_shared<Chosen>();
  command->add_option("DIR", chosen->folder, "folder or file")->required();
  chosen->flags.add_to(*command, {"remote.url", "reviewers", "listen", "log.level", "log.format"});
  command->callback([&line, chosen] { line.action = [&line, chosen] { return warm(*chosen, line); }; });
}

}  // namespace assay::cli
