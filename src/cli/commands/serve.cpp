#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/commands/run_service.hpp"
#include "cli/config/derived.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay serve                                       on http://127.0.0.1:8080, data in ./data
  assay serve --listen 127.0.0.1:9000 --data /var/lib/assay
  assay serve --listen 0.0.0.0:8080 --access keys   for others, who need a key: see assay key
  assay serve --listen 0.0.0.0:8443 --access keys --tls-cert chain.pem --tls-key key.pem
  OPENAI_API_KEY=... assay serve --model gpt-4.1    with a language model
  REDIS_URL=... MONGODB_URI=... assay serve --role api   one of many: see docs/scale-out.md

Stop it with Ctrl-C: it finishes or hands back what it is at, nothing is lost.)";

/// Why this configuration can't be served; empty where it can.
std::string refusal(const LoadedConfiguration& loaded) {
  if (auto problem = scale_out_problem(loaded); !problem.empty()) return problem;
  if (loaded.values.role == Role::api && !is_scale_out(loaded.values)) {
    return "role (" + loaded.origin_of("role").name +
           "): api needs redis.url and mongodb.uri, for nobody would review otherwise";
  }
  return listen_problem(loaded, "listen", loaded.values.listen);
}

}  // namespace

void add_serve(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("serve", "API, page and workers in one process");
  command->footer(kExamples);
  const auto flags = std::make_shared<ConfigurationFlags>();
  flags->add_to(*command, {});
  command->callback([&line, flags] {
    line.action = [&line, flags] { return run_service(*flags, line, refusal, line.services.serve); };
  });
}

}  // namespace assay::cli
