#pragma once
#include "core/statistics.hpp"
#include "store/sqlite/stats_sums.hpp"

namespace assay::store {

/// The most frequent titles of the sums, without examples, and how often each rule was broken.
struct CountedTitles {
  std::vector<core::IssueCount> common;
  std::vector<std::int64_t> ids;  ///< of `common`, in its order
  core::NamedCounts rules;
};
CountedTitles count_titles(Connection& db, std::int64_t scope, const StatsSums& sums);

/// Most frequent first, equal ones by name; without zeroes.
void sort_counts(core::NamedCounts& counts);

}  // namespace assay::store
