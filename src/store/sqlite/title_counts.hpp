#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace assay::store {

/// How often each title was counted. Their numbers are given one after the other (title_rows.hpp), so that
/// nearly all have a place of their own: a month of a busy server adds up some hundred thousand counts.
class TitleCounts {
 public:
  void add(std::int64_t title, std::int64_t count) {
    auto& places = title < 0 ? rules_ : free_;
    const auto place = static_cast<std::size_t>(title < 0 ? -(title + 1) : title);
    if (place < places.size()) {
      places[place] += count;
    } else {
      add_behind(title, place, count);
    }
  }
  std::int64_t of(std::int64_t title) const;

  /// Calls each(title, count) for those that were counted.
  template <class Each>
  void for_each(Each each) const {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i] != 0) each(-static_cast<std::int64_t>(i) - 1, rules_[i]);
    }
    for (std::size_t i = 0; i < free_.size(); ++i) {
      if (free_[i] != 0) each(static_cast<std::int64_t>(i), free_[i]);
    }
    for (const auto& [title, count] : others_) {
      if (count != 0) each(title, count);
    }
  }

 private:
  void add_behind(std::int64_t title, std::size_t place, std::int64_t count);

  std::vector<std::int64_t> rules_;                               // -1, -2 …
  std::vector<std::int64_t> free_;                                // 0, 1 …
  boost::unordered_flat_map<std::int64_t, std::int64_t> others_;  // of numbers too large for a place
};

}  // namespace assay::store
