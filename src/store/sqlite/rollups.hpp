#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/stored_issues.hpp"

namespace assay::store {

/// Whose sum an entry belongs to.
struct RollupPlace {
  std::int64_t scope = 0;
  std::string language;
  base::Timestamp at;
};

/// The changes to the rollups of one transaction, added up in memory and written once before its commit:
/// submissions that are accepted together mostly change the same few rows. Used by the writer thread.
class RollupChanges {
 public:
  /// A submission appeared (sign 1) or went away (-1) in this state; `at` is when it was created.
  void count_submission(const RollupPlace& place, int state, std::optional<int> score, int sign);
  /// The same for a completed submission with a review; `at` is when it was completed.
  void count_review(const RollupPlace& place, bool cached, std::optional<int> score,
                    const std::vector<StoredIssue>& issues, int sign);

  bool empty() const { return counts_.empty() && reviews_.empty() && titles_.empty(); }
  void clear();
  /// Writes the changes at every level and forgets them.
  void flush(Connection& db);

 private:
  struct Review {
    std::int64_t total = 0;
    std::int64_t cached = 0;
    std::int64_t scored = 0;
    std::int64_t score_sum = 0;
    std::array<std::int64_t, 3> severities{};
    std::array<std::int64_t, 6> categories{};
  };
  using Place = std::tuple<std::int64_t, std::string, std::int64_t>;  // scope, language, 15-minute bucket

  static Place place_of(const RollupPlace& place);
  void flush_counts(Connection& db);
  void flush_reviews(Connection& db);
  void flush_titles(Connection& db);

  std::map<std::pair<Place, std::pair<int, int>>, std::int64_t> counts_;
  std::map<Place, Review> reviews_;
  std::map<std::pair<Place, std::int64_t>, std::int64_t> titles_;
};

}  // namespace assay::store
