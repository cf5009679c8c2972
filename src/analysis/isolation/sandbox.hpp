#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace assay::analysis {

/// What the kernel lacks that the analysis processes want, in words for the readiness check; empty when all
/// is there. Cheap; changes nothing.
std::vector<std::string> missing_kernel_features();

/// Limits of this process for good: memory (0 for none), no core file, no files to be written, few
/// descriptors; the process dies with its parent. Returns what could not be set; empty in good order. For the
/// child only.
std::string limit_process(std::uint64_t memory_bytes, int parent_pid);

/// From now on this process can only use memory, the clock, and descriptors that are open: no files, sockets,
/// processes. Denied calls fail with EPERM. Returns why it could not be set up; empty in good order.
std::string deny_system_calls();

/// From now on this process and its children can open no socket but a local one, trace nobody and change
/// nothing of the system; the rest is allowed. Returns why it could not be set up; empty in good order.
std::string deny_network();

/// The kernel kills this process when it has used so many more seconds of processor time from now.
void limit_cpu_time(std::uint32_t seconds);

}  // namespace assay::analysis
