#pragma once

namespace assay::app {

/// Gives back to the system what the start needed and an idle process does not. For moments after which a
/// process may be idle for long. Two things: memory that was freed, because jemalloc returns pages by itself
/// only while it is used; and the mapping of code and constants, most of which only the start has read. What
/// is used again is mapped again out of the page cache, a few microseconds for each 64 KB. Not in debug
/// builds: a debugger writes its breakpoints into those pages.
void return_free_memory();

}  // namespace assay::app
