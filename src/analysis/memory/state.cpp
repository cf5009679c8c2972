#include "analysis/memory/state.hpp"

namespace assay::analysis::memory {
namespace {

Fact join(const Fact& a, const Fact& b) {
  if (a.open && !b.open) return b;
  if (b.open && !a.open) return a;
  Fact out = a;
  out.uninitialized = a.uninitialized && b.uninitialized;
  out.unchecked = a.unchecked && b.unchecked;
  out.array = a.array && b.array;
  if (a.origin != b.origin) out.origin = Origin::unknown;
  if (a.freed == 0 || b.freed == 0) out.freed = 0;
  if (a.bytes != b.bytes) out.bytes.reset();
  if (a.element != b.element) out.element = 0;
  return out;
}

}  // namespace

Fact* State::find(std::string_view key) {
  const auto found = facts.find(key);
  return found == facts.end() ? nullptr : &found->second;
}

void State::forget_fields(std::string_view key) {
  for (auto at = facts.upper_bound(key); at != facts.end() && at->first.starts_with(key);) {
    const char next = at->first[key.size()];
    at = next == '.' || next == '-' ? facts.erase(at) : std::next(at);
  }
}

void State::forget(std::string_view key) {
  forget_fields(key);
  if (const auto found = facts.find(key); found != facts.end()) facts.erase(found);
}

State join(const State& a, const State& b) {
  if (!a.live) return b;
  if (!b.live) return a;
  State out;
  for (const auto& [key, fact] : a.facts) {
    const auto other = b.facts.find(key);
    if (other != b.facts.end()) out.facts.emplace(key, join(fact, other->second));
  }
  return out;
}

}  // namespace assay::analysis::memory
