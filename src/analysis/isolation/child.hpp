#pragma once

namespace assay::analysis {

/// The hidden first argument that makes the binary an analysis process.
inline constexpr const char* kChildArgument = "--analysis-child";

/// Call it first in main: where this process was started to become a linter (linter_child.hpp), it does;
/// where it was started as an analysis process, it serves its parent over standard input and output until
/// that closes them, and returns the exit code (0 or more). Otherwise returns -1 at once and does nothing.
int run_child_if_asked(int argc, char** argv);

}  // namespace assay::analysis
