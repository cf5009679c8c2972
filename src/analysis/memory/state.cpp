#include "analysis/memory/state.hpp"

namespace assay::analysis::memory {
Fact join(const Fact& a, const Fact& b) {
  if (a.open && !b.open) return b;
  if (b.open && !a.open) return a;
  Fact out = a;
  out.uninitialized = a.uninitialized && b.uninitialized;
  out.unchecked = a.unchecked && b.unchecked;
  out.array = a.array && b.array;
  out.moved = a.moved || b.moved;
  out.handed_on = a.handed_on || b.handed_on;
  if (a.null != b.null) out.null = Null::unknown;
  if (a.origin != b.origin) out.origin = Origin::unknown;
  if (a.used == 0 || b.used == 0) out.used = 0;
  if (a.freed == 0 || b.freed == 0) out.freed = 0;
  if (a.maybe_freed != b.maybe_freed || a.maybe_under != b.maybe_under) out.maybe_freed = 0;
  if (a.maybe_unset != b.maybe_unset || a.unset_under != b.unset_under) out.maybe_unset = 0;
  if (a.allocated != b.allocated) out.allocated = 0;
  if (a.object != b.object) out.object = 0;
  if (a.bytes != b.bytes) out.bytes.reset();
  if (a.element != b.element) out.element = 0;
  if (a.offset != b.offset) out.bytes.reset();
  if (a.text != b.text) out.text.reset();
  if (a.filled != b.filled) out.filled = 0;
  out.range = memory::join(a.range, b.range);
  return out;
}

Fact* State::find(std::string_view key) {
  const auto found = facts.find(key);
  return found == facts.end() ? nullptr : &found->second;
}

void State::forget_fields(std::string_view key) {
  for (auto at = facts.upper_bound(key); at != facts.end() && at->first.starts_with(key);) {
    const char next = at->first[key.size()];
    at = next == '.' || next == '-' ? facts.erase(at) : std::next(at);
  }
  facts.erase("*" + std::string(key));
}

void State::forget(std::string_view key) {
  forget_fields(key);
  if (const auto found = facts.find(key); found != facts.end()) facts.erase(found);
}

void State::set_text(const Fact& of, std::optional<double> text, double filled) {
  const int object = of.object;
  for (auto& [key, fact] : facts) {
    if (&fact != &of && (object == 0 || fact.object != object)) continue;
    // Seen from another place in the block it has another length.
    fact.text = fact.offset == of.offset ? text : std::nullopt;
    fact.filled = fact.offset == of.offset ? filled : 0;
  }
}

State join(const State& a, const State& b) {
  if (!a.live) return b;
  if (!b.live) return a;
  State out;
  for (const auto& [key, fact] : a.facts) {
    const auto other = b.facts.find(key);
    if (other != b.facts.end()) out.facts.emplace(key, join(fact, other->second));
  }
  for (const auto& [object, line] : a.freed) {
    if (b.freed.contains(object)) out.freed.emplace(object, line);
  }
  return out;
}

}  // namespace assay::analysis::memory
