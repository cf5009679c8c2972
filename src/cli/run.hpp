#pragma once
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "cli/services.hpp"

namespace assay::cli {

/// Exit codes of every command (docs/cli.md).
inline constexpr int kExitOk = 0;
inline constexpr int kExitFindings =
    1;  ///< issues at or above --fail-on; a check of doctor or a rule's test failed
inline constexpr int kExitUsage = 2;   ///< wrong flags or configuration
inline constexpr int kExitFailed = 3;  ///< the work itself failed or is incomplete

/// Reads all of standard input; for `assay review -`.
using ReadInput = std::function<base::Result<std::string>()>;

struct Streams {
  Output& out;
  Output& err;
  ReadInput read_input;
};

/// The whole command line: parses, runs one command, returns its exit code. Ignores SIGPIPE in this process.
/// `argv[0]` is the program's name.
int run(int argc, const char* const* argv, Streams streams, Environment environment,
        const Services& services);

/// `run` with the streams and the environment of this process: what main calls.
int run_process(int argc, const char* const* argv, const Services& services);

}  // namespace assay::cli
