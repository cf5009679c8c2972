#pragma once

namespace assay::app {

/// Gives memory that was freed but not yet returned back to the system. For moments after which a process may
/// be idle for long: jemalloc returns pages by itself only while it is used.
void return_free_memory();

}  // namespace assay::app
