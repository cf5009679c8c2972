#include <algorithm>
#include <array>
#include <charconv>

#include "analysis/checks/checks.hpp"

namespace assay::analysis {

std::span<const Check> all_checks() {
  static constexpr std::array kChecks = {
      Check{"complex-function", check_complex_function},
      Check{"deep-nesting", check_deep_nesting},
      Check{"double-free", check_double_free},
      Check{"duplicate-code", check_duplicate_code},
      Check{"endless-loop", check_endless_loop},
      Check{"late-test", check_late_test},
      Check{"long-function", check_long_function},
      Check{"many-parameters", check_many_parameters},
      Check{"maybe-uninitialized", check_maybe_uninitialized},
      Check{"memory-leak", check_memory_leak},
      Check{"misleading-indentation", check_misleading_indentation},
      Check{"narrowed", check_narrowed},
      Check{"null-use", check_null_use},
      Check{"number-overflow", check_number_overflow},
      Check{"out-of-bounds", check_out_of_bounds},
      Check{"outside-assert", check_outside_assert},
      Check{"outside-divisor", check_outside_divisor},
      Check{"outside-index", check_outside_index},
      Check{"outside-length", check_outside_length},
      Check{"secret", check_secret},
      Check{"syntax-error", check_syntax_error},
      Check{"unbounded-copy", check_unbounded_copy},
      Check{"unchecked-allocation", check_unchecked_allocation},
      Check{"uninitialized", check_uninitialized},
      Check{"unreachable-code", check_unreachable_code},
      Check{"unused-import", check_unused_import},
      Check{"unused-variable", check_unused_variable},
      Check{"use-after-free", check_use_after_free},
      Check{"wrong-free", check_wrong_free},
      Check{"zero-divisor", check_zero_divisor},
  };
  return kChecks;
}

const Check* find_check(std::string_view name) {
  const auto checks = all_checks();
  const auto found =
      std::find_if(checks.begin(), checks.end(), [name](const Check& c) { return c.name == name; });
  return found == checks.end() ? nullptr : &*found;
}

const std::vector<MemoryEvent>& CheckContext::memory() const {
  if (memory_events) return *memory_events;
  memory_events = assay::analysis::memory_events(file);
  for (const MemoryEvent& event : *memory_events) {
    if (event.kind != MemoryEvent::Kind::in_part) continue;
    findings.note("an expression in line " + std::to_string(file.tree.start_line(event.at)) +
                  " is nested too deep; memory was followed only in a part of it");
  }
  return *memory_events;
}

double CheckContext::option(std::string_view name, double fallback) const {
  const auto found = rule.options.find(std::string(name));
  if (found == rule.options.end()) return fallback;
  double value = fallback;
  std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

}  // namespace assay::analysis
