#pragma once
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "analysis/linters/linter.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// A program to be run on files of a folder that is made for it and removed afterwards. The folder has three
/// parts: `run` (empty; the program works there, unless `among_files`), `code` (the untrusted files) and
/// `own` (ours).
struct ToolRequest {
  std::string program;                                    ///< absolute path
  std::vector<std::string> arguments;                     ///< "{code}" and "{own}" become those folders
  std::vector<std::pair<std::string, std::string>> code;  ///< name and text
  std::vector<std::pair<std::string, std::string>> own;   ///< name and text
  bool among_files = false;                               ///< it works in the folder of all three parts
  std::vector<std::string> readable;                      ///< further folders it has to read
  std::chrono::milliseconds timeout{10'000};              ///< of wall-clock time; then it is killed
  std::uint64_t memory_bytes = 2ULL << 30;                ///< address space; 0: no limit
  std::string executable = "/proc/self/exe";              ///< a binary whose main calls run_child_if_asked
};

/// Runs it in the linter profile: no internet sockets, limits of time, memory, files and output, dies with
/// this process, sees only a bare environment and, where the kernel has Landlock, only system folders and its
/// own. Blocks. An error says in words what happened (not started, killed after N ms, ended by a signal,
/// cancelled).
base::Result<ToolOutput> run_tool(const ToolRequest& request, const std::stop_token& stop);

}  // namespace assay::analysis
