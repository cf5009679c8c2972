#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/commands/run_service.hpp"
#include "cli/config/derived.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay worker --config /etc/assay/assay.toml      redis.url and mongodb.uri are in the file
  REDIS_URL=redis://10.0.0.5 MONGODB_URI=mongodb://10.0.0.6/assay assay worker --concurrency 16
  assay worker --listen 127.0.0.1:9100             answers /livez, /readyz and /metrics there, for Prometheus

It reviews what servers on the same Redis and MongoDB accept; start as many as you need, on any machine. Stop it with
Ctrl-C: it finishes or hands back what it is at, nothing is lost.)";

std::string refusal(const LoadedConfiguration& loaded) {
  if (auto problem = scale_out_problem(loaded); !problem.empty()) return problem;
  const auto& address = loaded.values.worker.listen;
  if (is_scale_out(loaded.values)) return address ? listen_problem(loaded, "worker.listen", *address) : "";
  return "redis.url (REDIS_URL) and mongodb.uri (MONGODB_URI) are not set: a worker of its own shares its "
         "work with servers by them; without them `assay serve` reviews itself";
}

}  // namespace

void add_worker(CLI::App& app, CommandLine& line) {
  auto* command =
      app.add_subcommand("worker", "one more process that reviews, beside servers on other machines");
  command->footer(kExamples);
  const auto flags = std::make_shared<ConfigurationFlags>();
  flags->add_to(*command, {"worker.concurrency", "reviewers", "llm.base_url", "llm.model", "analysis.rules",
                           "analysis.linters_off", "allow_open", "access.mode", "tls.cert", "tls.key",
                           "log.level", "log.format"});
  flags->add_as(*command, "listen", "worker.listen");
  command->callback([&line, flags] {
    line.action = [&line, flags] { return run_service(*flags, line, refusal, line.services.work); };
  });
}

}  // namespace assay::cli
