#include <CLI/CLI.hpp>
#include <memory>

#include "base/json_writer.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config/derived.hpp"
#include "cli/configuration_flags.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay import mongodb mongodb://127.0.0.1:27017/reviews
  assay import mongodb mongodb://user:password@db.example/?authSource=admin --database reviews --data /var/lib/assay
  assay import mongodb mongodb://127.0.0.1/reviews --unfinished failed

Takes over the collections `submissions` and `reviews` with their ids. Run it again as often as you like: what is there
already stays as it is. The source is only read. Stop a server that holds the data folder while you import; servers on
MongoDB and Redis (mongodb.uri, redis.url) may go on.)";

struct Chosen {
  ConfigurationFlags flags;
  ImportRequest request;
  std::string tenant = core::public_scope().str();
  std::string unfinished = "skip";
  bool json = false;
};

void write_counts(base::JsonWriter& json, std::string_view name,
                  const std::map<std::string, std::int64_t>& counts) {
  json.key(name).begin_array();
  for (const auto& [what, count] : counts)
    json.begin_object().field("what", what).field("count", count).end_object();
  json.end_array();
}

std::string json_of(const ImportReport& report) {
  std::string text;
  base::JsonWriter json{text};
  json.begin_object().field("database", report.database).field("read", report.read);
  json.field("imported", report.added).field("known", report.known);
  json.field("unfinished", report.unfinished).field("skipped", report.skipped);
  write_counts(json, "reasons", report.reasons);
  write_counts(json, "oddities", report.oddities);
  json.end_object();
  return text + "\n";
}

std::string text_of(const ImportReport& report) {
  std::string text = "Read " + std::to_string(report.read) +
                     (report.read == 1 ? " submission" : " submissions") + " of the database " +
                     report.database + ": " + std::to_string(report.added) + " imported, " +
                     std::to_string(report.known) + " already there, " + std::to_string(report.unfinished) +
                     " unfinished, " + std::to_string(report.skipped) + " skipped.\n";
  for (const auto& [reason, count] : report.reasons)
    text += "  skipped " + std::to_string(count) + ": " + reason + "\n";
  for (const auto& [oddity, count] : report.oddities)
    text += "  note, " + std::to_string(count) + " times: " + oddity + "\n";
  if (report.unfinished > 0)
    text +=
        "Unfinished ones are taken by a later run, once they are done, or now with --unfinished failed.\n";
  return text;
}

int import(const Chosen& chosen, const CommandLine& line) {
  const auto loaded = chosen.flags.load(line);
  if (!loaded) return kExitUsage;
  if (const auto problem = scale_out_problem(*loaded); !problem.empty()) {
    line.complain(problem);
    return kExitUsage;
  }
  if (!core::is_tenant_name(chosen.tenant)) {
    line.complain("--tenant must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and begin with a letter or digit");
    return kExitUsage;
  }
  auto request = chosen.request;
  request.tenant = core::Scope{chosen.tenant};
  request.unfinished_as_failed = chosen.unfinished == "failed";
  auto& err = line.streams.err;
  const auto progress = [&](const ImportReport& report) {
    if (err.is_terminal()) err.write("\r" + std::to_string(report.read) + " read");
  };
  const auto done = line.services.import_mongodb(*loaded, request, progress);
  if (err.is_terminal()) err.write("\r\x1b[K");
  if (!done) {
    line.complain(done.error().message);
    const auto code = done.error().code;
    return code == base::Errc::invalid_argument || code == base::Errc::not_found ? kExitUsage : kExitFailed;
  }
  line.streams.out.write(chosen.json ? json_of(*done) : text_of(*done));
  return done->skipped > 0 ? kExitFindings : kExitOk;
}

}  // namespace

void add_import(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("import", "takes over submissions and reviews of another system");
  command->footer(kExamples);
  command->require_subcommand(1);
  auto* mongodb =
      command->add_subcommand("mongodb", "from a MongoDB database with `submissions` and `reviews`");
  mongodb->footer(kExamples);
  const auto chosen = std::make_shared<Chosen>();
  mongodb->add_option("URI", chosen->request.uri, "of the source: mongodb:// or mongodb+srv://")->required();
  mongodb->add_option("--database", chosen->request.database, "default: the one that the URI names")
      ->type_name("NAME");
  mongodb->add_option("--tenant", chosen->tenant, "whose data it becomes (default: public)")
      ->type_name("NAME");
  mongodb
      ->add_option("--unfinished", chosen->unfinished,
                   "what becomes of what is not finished: skip (default) or failed")
      ->type_name("HOW")
      ->check(CLI::IsMember({"skip", "failed"}));
  mongodb->add_flag("--json", chosen->json, "for programs");
  chosen->flags.add_to(*mongodb, {"data"});
  mongodb->callback([&line, chosen] { line.action = [&line, chosen] { return import(*chosen, line); }; });
}

}  // namespace assay::cli
