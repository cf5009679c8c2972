#include "store/sqlite/history_depth.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

std::optional<base::Timestamp> unless(std::int64_t time, std::int64_t none) {
  if (time == none) return std::nullopt;
  return timestamp(time);
}

std::int64_t start_of(std::int64_t quarter) { return quarter * kQuarter.count(); }

/// A stretch of time whose sums are of one level, or one that has no sums of its own.
struct Part {
  std::int64_t start;
  std::optional<BucketRange> buckets;
  std::int64_t end;  ///< where it has no sums
};

class Skipper {
 public:
  Skipper(Connection& db, const std::vector<Facet>& matching, const std::vector<std::int64_t>& left_out,
          Window& window)
      : db_(db), left_out_(left_out), window_(window), rolled_(rolled_until(db)) {
    // All facets of a scope that pass the filters are all that there are between the least and the most of
    // each.
    for (const auto& facet : matching) {
      languages_.insert(facet.language);
      states_ = {std::min(states_.least, facet.state), std::max(states_.most, facet.state)};
      scores_ = {std::min(scores_.least, facet.score), std::max(scores_.most, facet.score)};
    }
  }

  void run() {
    for (const auto& part : parts()) {
      if (part.buckets ? !pass_buckets(*part.buckets) : !pass_exact(part)) return;
    }
    window_.wanted = 0;  // everything was skipped
  }

 private:
  struct Bounds {
    int least = std::numeric_limits<int>::max();
    int most = std::numeric_limits<int>::min();
  };

  /// The dates of the window, in its order.
  std::vector<Part> parts() const {
    const auto covered = cover(unless(window_.start, kFirst), unless(window_.end, kLast), rolled_);
    std::vector<Part> parts;
    for (const auto& range : covered.exact)
      parts.push_back({stored(range.start), std::nullopt, stored(range.end)});
    for (auto range : covered.buckets) {
      if (range.level == kAllTime) range = {kAllTime - 1, std::nullopt, std::nullopt};
      const auto start = range.first ? start_of(*range.first * quarters_in(range.level)) : kFirst;
      parts.push_back({start, range, 0});
    }
    std::ranges::sort(parts, {}, &Part::start);
    if (!window_.oldest_first) std::ranges::reverse(parts);
    return parts;
  }

  /// How many each bucket of the range has.
  std::map<std::int64_t, std::int64_t> counts_of(const BucketRange& range) const {
    std::map<std::int64_t, std::int64_t> counts;
    for (const auto& language : languages_) {
      auto rows = db_.query(
          "SELECT bucket, sum(n) FROM rollup_counts WHERE scope=?1 AND level=?2 AND language=?3 AND "
          "bucket>=?4 AND bucket<?5 AND state BETWEEN ?6 AND ?7 AND score BETWEEN ?8 AND ?9 GROUP BY bucket",
          window_.scope, range.level, language, range.first.value_or(kFirst), range.last.value_or(kLast),
          states_.least, states_.most, scores_.least, scores_.most);
      while (rows.step()) counts[rows.int64(0)] += rows.int64(1);
    }
    for (const auto time : left_out_) {
      const auto quarter = quarter_of(timestamp(time));
      if (range.level > 0 && quarter >= rolled_) continue;
      const auto counted = counts.find(bucket_of(quarter, range.level));
      if (counted != counts.end()) --counted->second;
    }
    return counts;
  }

  /// False: the last one to be skipped is in there, and the window begins with its 15 minutes now.
  bool pass_buckets(const BucketRange& range) {
    const auto counts = counts_of(range);
    const auto pass = [&](const auto& counted) {
      const auto& [bucket, count] = counted;
      if (count <= window_.skip) {
        window_.skip -= count;
        return true;
      }
      if (range.level == 0) {
        begin_with(start_of(bucket), start_of(bucket + 1));
        return false;
      }
      const auto inner = quarters_in(range.level) / quarters_in(range.level - 1);
      BucketRange finer{range.level - 1, bucket * inner, (bucket + 1) * inner};
      // The quarters that the coarser levels do not hold yet are a part of their own.
      if (finer.level == 0) finer.last = std::min(*finer.last, rolled_);
      return pass_buckets(finer);
    };
    return window_.oldest_first ? std::ranges::all_of(counts, pass)
                                : std::all_of(counts.rbegin(), counts.rend(), pass);
  }

  bool pass_exact(const Part& part) {
    auto rows = db_.query(
        "SELECT count(*) FROM submissions INDEXED BY submissions_by_time WHERE scope=?1 AND created_at>=?2 "
        "AND created_at<?3 AND state BETWEEN ?4 AND ?5 AND ifnull(score, -1) BETWEEN ?6 AND ?7 AND "
        "(?8 IS NULL OR language=?8)",
        window_.scope, part.start, part.end, states_.least, states_.most, scores_.least, scores_.most,
        languages_.size() == 1 ? std::optional{*languages_.begin()} : std::nullopt);
    if (!rows.step()) return true;
    const auto counted = rows.int64(0) - std::ranges::count_if(left_out_, [&](std::int64_t time) {
                           return time >= part.start && time < part.end;
                         });
    if (counted > window_.skip) {
      begin_with(part.start, part.end);
      return false;
    }
    window_.skip -= counted;
    return true;
  }

  void begin_with(std::int64_t start, std::int64_t end) {
    if (window_.oldest_first) {
      window_.start = std::max(window_.start, start);
    } else {
      window_.end = std::min(window_.end, end);
    }
  }

  Connection& db_;
  const std::vector<std::int64_t>& left_out_;
  Window& window_;
  std::int64_t rolled_;
  std::set<std::string> languages_;
  Bounds states_;
  Bounds scores_;
};

}  // namespace

void pass_over(Connection& db, const std::vector<Facet>& matching, const std::vector<std::int64_t>& left_out,
               Window& window) {
  if (window.skip > 0 && !window.after) Skipper{db, matching, left_out, window}.run();
}

}  // namespace assay::store
