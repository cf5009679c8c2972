#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/memory/memory.hpp"
#include "analysis/rules/findings.hpp"
#include "core/review.hpp"

namespace assay::analysis {

/// What a check may look at. Everything outlives the call.
struct CheckContext {
  const FileView& file;
  const Rule& rule;  ///< metadata and options
  const core::CodeMetrics& metrics;
  Findings& findings;
  std::optional<std::vector<MemoryEvent>>& memory_events;  ///< shared by the checks of one file

  /// What is wrong with memory in the file, worked out by the first check that asks.
  const std::vector<MemoryEvent>& memory() const;
  /// The rule's option of that name as a number, or the fallback.
  double option(std::string_view name, double fallback) const;
};

/// A rule that needs code instead of a query. One check, one file; `check: name` in the rule's YAML refers to
/// it.
struct Check {
  std::string_view name;
  void (*run)(const CheckContext& context);
};

std::span<const Check> all_checks();
/// Null where there is none of that name.
const Check* find_check(std::string_view name);

}  // namespace assay::analysis
