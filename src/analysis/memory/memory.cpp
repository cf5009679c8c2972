#include "analysis/memory/memory.hpp"

#include "analysis/memory/walker.hpp"

namespace assay::analysis {

std::vector<MemoryEvent> memory_events(const FileView& file) {
  std::vector<MemoryEvent> events;
  const core::Language language = file.model.language();
  if (language != core::Language::c && language != core::Language::cpp) return events;
  for (NodeId n = 0; n < file.tree.size(); ++n) {
    if (!file.tree.is(n, "function_definition")) continue;
    memory::Walker(file, events).run(n);
    memory::find_leaks(file, n, events);
  }
  return events;
}

}  // namespace assay::analysis
