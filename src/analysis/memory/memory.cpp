#include "analysis/memory/memory.hpp"

#include "analysis/memory/walker.hpp"

namespace assay::analysis {

std::vector<MemoryEvent> memory_events(const FileView& file) {
  std::vector<MemoryEvent> events;
  const core::Language language = file.model.language();
  if (language != core::Language::c && language != core::Language::cpp) return events;
  memory::Walker walker(file, events);
  for (NodeId n = 0; n < file.tree.size(); ++n) {
    if (!file.tree.is(n, "function_definition")) continue;
    walker.run(n);
    memory::find_leaks(file, n, events);
  }
  walker.finish();
  return events;
}

}  // namespace assay::analysis
