#include "llm/members.hpp"

#include <algorithm>

namespace assay::llm {

std::optional<base::JsonValue> Members::find(std::initializer_list<std::string_view> names) const {
  for (const auto name : names) {
    const auto found = std::find_if(members_.rbegin(), members_.rend(),
                                    [&](const auto& member) { return member.first == name; });
    if (found != members_.rend() && !found->second.is_null()) return found->second;
  }
  return std::nullopt;
}

std::string_view Members::repeated() const {
  // A review's objects have about ten members; of a monster only the front is looked at.
  constexpr std::size_t kMost = 64;
  const auto count = std::min(members_.size(), kMost);
  for (std::size_t i = 1; i < count; ++i) {
    const auto name = members_[i].first;
    const auto end = members_.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::any_of(members_.begin(), end, [&](const auto& other) { return other.first == name; }))
      return name;
  }
  return {};
}

}  // namespace assay::llm
