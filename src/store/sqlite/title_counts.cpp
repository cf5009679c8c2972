#include "store/sqlite/title_counts.hpp"

#include <algorithm>
#include <iterator>

namespace assay::store {
namespace {

/// Of 8 bytes each, at each side of zero.
constexpr std::size_t kMostPlaces = std::size_t{1} << 20;
constexpr std::size_t kFirstRules = 1024;
constexpr std::size_t kFirstFree = 16'384;
/// So many free titles cost less in a hash map than the places of all.
constexpr std::size_t kFewFree = 256;
constexpr std::size_t kGrowth = 4;

}  // namespace

void TitleCounts::add_elsewhere(std::int64_t title, std::int64_t count) {
  auto& places = title < 0 ? rules_ : free_;
  const auto place = static_cast<std::size_t>(title < 0 ? -(title + 1) : title);
  if (place < places.size()) {
    places[place] += count;
    return;
  }
  const bool few = title >= 0 && free_.empty() && others_.size() < kFewFree;
  if (few || place >= kMostPlaces) {
    others_[title] += count;
    return;
  }
  auto size = std::max(places.size(), title < 0 ? kFirstRules : kFirstFree);
  while (size <= place) size *= kGrowth;
  places.resize(size);
  places[place] += count;
  if (title >= 0) place_others();
}

void TitleCounts::place_others() {
  boost::unordered::erase_if(others_, [this](const auto& entry) {
    const auto& [title, count] = entry;
    if (title < 0 || title >= std::ssize(free_)) return false;
    free_[static_cast<std::size_t>(title)] += count;
    return true;
  });
}

std::int64_t TitleCounts::of(std::int64_t title) const {
  const auto& places = title < 0 ? rules_ : free_;
  const auto place = static_cast<std::size_t>(title < 0 ? -(title + 1) : title);
  if (place < places.size()) return places[place];
  const auto other = others_.find(title);
  return other == others_.end() ? 0 : other->second;
}

}  // namespace assay::store
