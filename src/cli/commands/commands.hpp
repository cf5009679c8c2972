#pragma once
#include "cli/command_line.hpp"

/// Each command has a file of its own and one function here, which adds it to the command line with its flags
/// and help.
namespace assay::cli {

void add_serve(CLI::App& app, CommandLine& line);
void add_worker(CLI::App& app, CommandLine& line);
void add_review(CLI::App& app, CommandLine& line);
void add_warm(CLI::App& app, CommandLine& line);
void add_rules(CLI::App& app, CommandLine& line);
void add_backup(CLI::App& app, CommandLine& line);
void add_restore(CLI::App& app, CommandLine& line);
void add_import(CLI::App& app, CommandLine& line);
void add_key(CLI::App& app, CommandLine& line);
void add_doctor(CLI::App& app, CommandLine& line);
void add_config(CLI::App& app, CommandLine& line);
void add_version(CLI::App& app, CommandLine& line);

}  // namespace assay::cli
