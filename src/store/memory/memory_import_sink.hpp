#pragma once
#include "core/ports/import_sink.hpp"
#include "store/memory/memory_state.hpp"

namespace assay::store {

/// Imports into a store that forgets with its process: for tests.
class MemoryImportSink final : public core::ImportSink {
 public:
  /// `state` outlives it.
  explicit MemoryImportSink(MemoryState& state) : state_(state) {}
  base::Task<base::Result<core::Imported>> put(core::ImportedSubmission imported) override;

 private:
  MemoryState& state_;
};

}  // namespace assay::store
