#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Submissions of one scope that are equal in what history is filtered by. Within one of them history is in
/// the order of an index, so a filtered page is a merge of a few of those.
struct Facet {
  std::string language;
  int state = 0;  ///< as stored: unfinished ones share one
  int score = -1;
  std::int64_t count = 0;  ///< within the dates of the query
};

/// The filters of a query that are no dates, by what is stored.
struct FacetFilter {
  std::optional<std::string> language;
  std::optional<int> state;
  std::optional<int> min_score;
  std::optional<int> max_score;

  bool any() const { return language || state || min_score || max_score; }
  bool matches(const Facet& facet) const;
};
FacetFilter filter_of(const core::HistoryQuery& query);

/// The facets of a scope that match, with exact counts between the dates (start inclusive, end exclusive).
/// Facets without a submission are left out.
std::vector<Facet> facets(Connection& db, std::int64_t scope, const FacetFilter& filter,
                          std::optional<base::Timestamp> start, std::optional<base::Timestamp> end);

/// How many unfinished submissions that match are in progress right now.
std::int64_t count_in_progress(Connection& db, std::int64_t scope, const FacetFilter& filter,
                               std::optional<base::Timestamp> start, std::optional<base::Timestamp> end);

}  // namespace assay::store
