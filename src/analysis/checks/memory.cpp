#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

using Kind = MemoryEvent::Kind;

const char* first_note(Kind kind) {
  switch (kind) {
    case Kind::unchecked:
    case Kind::leak:
    case Kind::wrong_free:
      return "allocated here";
    case Kind::outside_index:
    case Kind::outside_length:
    case Kind::outside_divisor:
    case Kind::outside_assert:
    case Kind::narrowed:
    case Kind::overflow:
      return "comes from outside here";
    case Kind::late_test:
      return "used here, untested";
    case Kind::maybe_unset:
      return "one way through this sets it, another does not";
    default:
      return "given back here";
  }
}

void report(const CheckContext& context, Kind kind) {
  for (const MemoryEvent& event : context.memory()) {
    if (event.kind != kind) continue;
    Findings::Extra extra;
    extra.values.emplace_back("p", event.name);
    extra.values.emplace_back("detail", event.detail);
    extra.values.emplace_back("line", std::to_string(event.line));
    if (event.line > 0) {
      extra.trace.push_back({event.line, first_note(kind)});
      extra.trace.push_back({static_cast<int>(context.file.tree.start_line(event.at)), "used here"});
    }
    context.findings.add(context.rule, event.at, Captures{event.at, {}}, extra);
  }
}

}  // namespace

void check_out_of_bounds(const CheckContext& context) { report(context, Kind::out_of_bounds); }
void check_use_after_free(const CheckContext& context) { report(context, Kind::use_after_free); }
void check_double_free(const CheckContext& context) { report(context, Kind::double_free); }
void check_unchecked_allocation(const CheckContext& context) { report(context, Kind::unchecked); }
void check_uninitialized(const CheckContext& context) { report(context, Kind::uninitialized); }
void check_maybe_uninitialized(const CheckContext& context) { report(context, Kind::maybe_unset); }
void check_wrong_free(const CheckContext& context) { report(context, Kind::wrong_free); }
void check_memory_leak(const CheckContext& context) { report(context, Kind::leak); }
void check_null_use(const CheckContext& context) { report(context, Kind::null_use); }
void check_outside_index(const CheckContext& context) { report(context, Kind::outside_index); }
void check_outside_length(const CheckContext& context) { report(context, Kind::outside_length); }
void check_outside_divisor(const CheckContext& context) { report(context, Kind::outside_divisor); }
void check_late_test(const CheckContext& context) { report(context, Kind::late_test); }
void check_outside_assert(const CheckContext& context) { report(context, Kind::outside_assert); }
void check_endless_loop(const CheckContext& context) { report(context, Kind::endless); }
void check_narrowed(const CheckContext& context) { report(context, Kind::narrowed); }
void check_zero_divisor(const CheckContext& context) { report(context, Kind::zero_divisor); }
void check_number_overflow(const CheckContext& context) { report(context, Kind::overflow); }

}  // namespace assay::analysis
