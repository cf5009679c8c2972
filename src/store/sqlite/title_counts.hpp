#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace assay::store {

/// How often each title was counted. Their numbers are given one after the other (title_rows.hpp), so that
/// nearly all have a place of their own: a month of a busy server adds up some hundred thousand counts. Free
/// titles get theirs once there are many.
class TitleCounts {
 public:
  void add(std::int64_t title, std::int64_t count) {
    // One comparison for both: as an unsigned number what is below 0 is large.
    if (static_cast<std::uint64_t>(title) < free_.size()) {
      free_[static_cast<std::size_t>(title)] += count;
    } else {
      add_elsewhere(title, count);
    }
  }
  std::int64_t of(std::int64_t title) const;

  /// Calls each(title, count) for those that were counted.
  template <class Each>
  void for_each(Each each) const {
    for_each_rule(each);
    for (std::int64_t next = 0; const std::int64_t count : std::span{free_}) {
      if (count != 0) each(next, count);
      ++next;
    }
    for (const auto& [title, count] : others_) {
      if (title > 0 && count != 0) each(title, count);
    }
  }
  /// The same for those that were counted at least so often, `least` > 0: mostly few of many.
  template <class Each>
  void for_each_frequent(std::int64_t least, Each each) const {
    const auto pass = [&](std::int64_t title, std::int64_t count) {
      if (count >= least) each(title, count);
    };
    for_each_rule(pass);
    constexpr std::size_t kTogether = 8;
    std::size_t i = 0;
    for (; i + kTogether <= free_.size(); i += kTogether) {
      // Below 0 where all differences are: without a branch for each.
      const std::int64_t* const some = free_.data() + i;
      std::int64_t differences = -1;
      for (std::size_t k = 0; k < kTogether; ++k) differences &= some[k] - least;
      if (differences < 0) continue;
      for (std::size_t k = 0; k < kTogether; ++k) pass(static_cast<std::int64_t>(i + k), some[k]);
    }
    for (; i < free_.size(); ++i) pass(static_cast<std::int64_t>(i), free_[i]);
    for (const auto& [title, count] : others_) {
      if (title > 0) pass(title, count);
    }
  }
  /// The same as for_each for the titles of rules, which are below 0.
  template <class Each>
  void for_each_rule(Each each) const {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i] != 0) each(-static_cast<std::int64_t>(i) - 1, rules_[i]);
    }
    for (const auto& [title, count] : others_) {
      if (title < 0 && count != 0) each(title, count);
    }
  }

 private:
  void add_elsewhere(std::int64_t title, std::int64_t count);
  /// Moves those that free_ has a place for by now.
  void place_others();

  std::vector<std::int64_t> rules_;                               // -1, -2 …
  std::vector<std::int64_t> free_;                                // 0, 1 …
  boost::unordered_flat_map<std::int64_t, std::int64_t> others_;  // those without a place
};

}  // namespace assay::store
