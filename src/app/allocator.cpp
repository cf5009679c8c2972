#include "app/allocator.hpp"

#ifdef ASSAY_JEMALLOC
#include <jemalloc/jemalloc.h>

#include <string>
#endif

#ifdef NDEBUG
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#endif

namespace assay::app {

namespace {

#ifdef NDEBUG
/// Of one loaded object, the segments that nobody writes: they are in the files still.
int forget_segments(dl_phdr_info* object, std::size_t, void*) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const auto& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const auto begin = (object->dlpi_addr + segment.p_vaddr) / page * page;
    const auto end = (object->dlpi_addr + segment.p_vaddr + segment.p_memsz) / page * page;
    // The kernel's own object (the vdso) refuses, which is well.
    if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}
#endif

}  // namespace

void return_free_memory() {
#ifdef ASSAY_JEMALLOC
  mallctl("thread.tcache.flush", nullptr, nullptr, nullptr, 0);
  const std::string all_arenas = "arena." + std::to_string(MALLCTL_ARENAS_ALL) + ".purge";
  mallctl(all_arenas.c_str(), nullptr, nullptr, nullptr, 0);
#endif
#ifdef NDEBUG
  ::dl_iterate_phdr(&forget_segments, nullptr);
#endif
}

}  // namespace assay::app
