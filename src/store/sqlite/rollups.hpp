#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "core/language.hpp"
#include "core/statistics.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/rollup_packs.hpp"
#include "store/sqlite/stored_issues.hpp"

namespace assay::store {

/// Whose sum an entry belongs to.
struct RollupPlace {
  std::int64_t scope = 0;
  core::Language language = core::Language::text;
  base::Timestamp at;
};

/// The language column of the sums over all languages, which the levels above 0 hold too.
inline constexpr std::string_view kAllLanguages;

/// The first 15-minute bucket that the levels above 0 do not hold yet.
std::int64_t rolled_until(Connection& db);

/// The languages that a scope has sums of.
std::vector<std::string> rollup_languages(Connection& db, std::int64_t scope);

/// The changes to the rollups of one transaction, added up in memory and written once before its commit:
/// submissions that are accepted together mostly change the same few rows. Used by the writer thread.
///
/// What happens now is written to level 0 only. Every few hours the 15-minute buckets that are over are added
/// to the coarser levels in one go; a later change to one of those (an erasure, an old submission that is
/// finished) is written at every level. That makes a change a quarter as dear, and every sum exact at any
/// time.
class RollupChanges {
 public:
  /// A submission appeared (sign 1) or went away (-1) in this state; `at` is when it was created.
  void count_submission(const RollupPlace& place, int state, std::optional<int> score, int sign);
  /// The same for a completed submission with a review; `at` is when it was completed.
  void count_review(const RollupPlace& place, const StoredReview& review, bool cached, int sign);
  /// The same for a review as such, whoever shows it; `at` is when it was made.
  void count_models(const RollupPlace& place, const core::ModelUse& use, int sign);

  /// Writes the changes and forgets them.
  void flush(Connection& db);
  /// Forgets them, because the transaction was undone.
  void clear();

 private:
  struct Review {
    std::int64_t total = 0;
    std::int64_t cached = 0;
    std::int64_t scored = 0;
    std::int64_t score_sum = 0;
    std::array<std::int64_t, 3> severities{};
    std::array<std::int64_t, 6> categories{};
  };
  using Place = std::tuple<std::int64_t, std::int64_t, core::Language>;  // scope, 15-minute bucket, language

  static Place place_of(const RollupPlace& place);
  template <class Write>
  void at_each_level(const Place& place, bool all_languages, Write write) const;
  void flush_counts(Connection& db);
  void flush_reviews(Connection& db);
  void flush_titles(Connection& db);
  void flush_times(Connection& db);
  void flush_models(Connection& db);

  std::map<std::pair<Place, std::pair<int, int>>, std::int64_t> counts_;
  std::map<Place, Review> reviews_;
  std::map<std::pair<Place, std::int64_t>, std::int64_t> titles_;
  std::map<std::pair<Place, std::pair<int, int>>, std::int64_t> times_;  // kind, bin
  std::map<Place, core::ModelUse> models_;
  PackChanges packs_;
  std::int64_t newest_ = 0;             ///< 15-minute bucket that was changed so far
  std::optional<std::int64_t> rolled_;  ///< rolled_until, once it is known
};

}  // namespace assay::store
