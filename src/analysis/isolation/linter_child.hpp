#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace assay::analysis {

/// The hidden first argument that makes the binary put itself into the linter profile and become a program.
inline constexpr const char* kLinterChildArgument = "--linter-child";
/// Its exit code when it can't; the reason is on standard error. No linter uses it.
inline constexpr int kLinterChildFailed = 119;

struct LinterChildSetup {
  pid_t parent = 0;                ///< the process dies with it
  std::string work = "run";        ///< the part of `folder` it works in
  std::string folder;              ///< it may write below `folder` only
  std::uint64_t memory_bytes = 0;  ///< address space; 0: no limit
  std::uint32_t cpu_seconds = 10;
  std::vector<std::string> readable;  ///< further folders whose files it may read and run
};

/// The command line of the child; the program's path and its arguments follow.
std::vector<std::string> linter_child_arguments(const LinterChildSetup& setup);

/// Where this process was started so: sets limits and filters and becomes the program; returns an exit code
/// only when that fails. Otherwise returns -1 at once.
int run_linter_child_if_asked(int argc, char** argv);

/// What the kernel lacks for the linter profile, in words; empty when all is there. Changes nothing.
std::vector<std::string> missing_linter_features();

}  // namespace assay::analysis
