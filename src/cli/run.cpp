#include "cli/run.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>

#include "cli/command_line.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config/nearest_name.hpp"
#include "cli/files/source_file.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay serve                 the server and its page, on http://127.0.0.1:8080
  assay review src/           a report on this machine, without a server
  assay doctor                is everything there?

`assay COMMAND --help` tells more about a command.)";

constexpr std::size_t kHelpColumns = 34;

/// The innermost command that was named.
CLI::App* chosen_command(CLI::App& app) {
  auto* here = &app;
  while (!here->get_subcommands().empty()) here = here->get_subcommands().back();
  return here;
}

std::string full_name(const CLI::App& command) {
  const auto* parent = command.get_parent();
  return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

std::vector<std::string> command_names(CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> flag_names(CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What to say about the first argument that nobody wanted.
std::string unknown_argument(CLI::App& command, const std::string& argument) {
  const auto name = argument.substr(0, argument.find('='));
  if (name.starts_with("-") && name != "-")
    return "there is no flag " + name + did_you_mean(name, flag_names(command));
  const auto names = command_names(command);
  if (!names.empty()) return "there is no command \"" + argument + "\"" + did_you_mean(argument, names);
  return "\"" + argument + "\" is one argument too many";
}

std::string explain(CLI::App& app, const CLI::ParseError& error) {
  auto* command = chosen_command(app);
  const auto left = command->remaining(true);
  auto sentence = left.empty() ? std::string{error.what()} : unknown_argument(*command, left.front());
  if (command->get_require_subcommand_min() > 0 && left.empty() && error.get_name() == "RequiredError") {
    sentence = "a command is missing: ";
    bool first = true;
    for (const auto& name : command_names(*command)) {
      sentence += (first ? "" : ", ") + name;
      first = false;
    }
  }
  return full_name(*command) + ": " + sentence + "\nTry `" + full_name(*command) + " --help`.\n";
}

/// The exit code, or nothing where a command is to be run.
std::optional<int> parse(CLI::App& app, int argc, const char* const* argv, const CommandLine& line) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    line.streams.out.write(app.help());
    return kExitOk;
  } catch (const CLI::CallForVersion&) {
    line.streams.out.write("assay " + line.services.build.version + "\n");
    return kExitOk;
  } catch (const CLI::ParseError& error) {
    line.streams.err.write(explain(app, error));
    return kExitUsage;
  }
}

}  // namespace

int run(int argc, const char* const* argv, Streams streams, Environment environment,
        const Services& services) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"Assay reviews code: static analysis and, where one is configured, a language model.",
               "assay"};
  CommandLine line{streams, environment, services, {}};
  app.footer(kExamples);
  app.get_formatter()->column_width(kHelpColumns);
  app.set_version_flag("--version", services.build.version, "the version in one line");
  app.require_subcommand(1);
  add_serve(app, line);
  add_worker(app, line);
  add_review(app, line);
  add_warm(app, line);
  add_rules(app, line);
  add_backup(app, line);
  add_restore(app, line);
  add_import(app, line);
  add_key(app, line);
  add_doctor(app, line);
  add_config(app, line);
  add_version(app, line);
  const auto ended = parse(app, argc, argv, line);
  const int code = ended ? *ended : line.action();
  streams.out.flush();
  streams.err.flush();
  return code;
}

int run_process(int argc, const char* const* argv, const Services& services) {
  DescriptorOutput out{STDOUT_FILENO};
  DescriptorOutput err{STDERR_FILENO};
  const auto read_input = [] { return read_descriptor(STDIN_FILENO, "standard input", kMostFileBytes); };
  try {
    return run(argc, argv, {out, err, read_input}, system_environment(), services);
  } catch (const std::exception& bug) {
    err.write(std::string{"assay: a bug: "} + bug.what() + "\n");
    return kExitFailed;
  }
}

}  // namespace assay::cli
