#include "store/sqlite/title_counts.hpp"

#include <algorithm>

namespace assay::store {
namespace {

/// Of 8 bytes each, at each side of zero.
constexpr std::size_t kMostPlaces = std::size_t{1} << 20;
constexpr std::size_t kFewPlaces = 1024;

}  // namespace

void TitleCounts::add_behind(std::int64_t title, std::size_t place, std::int64_t count) {
  if (place >= kMostPlaces) {
    others_[title] += count;
    return;
  }
  auto& places = title < 0 ? rules_ : free_;
  places.resize(std::min(kMostPlaces, std::max({kFewPlaces, place + 1, places.size() * 2})));
  places[place] += count;
}

std::int64_t TitleCounts::of(std::int64_t title) const {
  const auto& places = title < 0 ? rules_ : free_;
  const auto place = static_cast<std::size_t>(title < 0 ? -(title + 1) : title);
  if (place < places.size()) return places[place];
  const auto other = others_.find(title);
  return other == others_.end() ? 0 : other->second;
}

}  // namespace assay::store
