#include "app/allocator.hpp"

#ifdef ASSAY_JEMALLOC
#include <jemalloc/jemalloc.h>

#include <string>
#endif

namespace assay::app {

void return_free_memory() {
#ifdef ASSAY_JEMALLOC
  mallctl("thread.tcache.flush", nullptr, nullptr, nullptr, 0);
  const std::string all_arenas = "arena." + std::to_string(MALLCTL_ARENAS_ALL) + ".purge";
  mallctl(all_arenas.c_str(), nullptr, nullptr, nullptr, 0);
#endif
}

}  // namespace assay::app
