#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/history_cursor.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/history_facets.hpp"

namespace assay::store {

/// Where a submission stands in history: by its creation, then by its id.
struct Place {
  std::int64_t created_at = 0;
  std::string id;  ///< as stored: what the index sorts by
  bool id_is_text = false;
  std::int64_t seq = 0;

  /// In the order newest first.
  bool comes_before(const Place& other) const;
};

/// What is read of an order: start <= created_at < end, behind the cursor, `wanted` of them after `skip`.
struct Window {
  std::int64_t scope = 0;
  bool oldest_first = false;
  std::int64_t start = std::numeric_limits<std::int64_t>::min();
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  std::optional<core::HistoryCursor> after;
  std::int64_t skip = 0;
  std::int64_t wanted = 0;

  /// Within the dates and behind the cursor.
  bool has(const Place& place) const;
};

/// The rows of every submission of the scope in the window, in its order; `limit` -1: all of them.
Rows all_rows(Connection& db, const Window& window, std::int64_t limit, std::int64_t offset);
/// What a row of them says, and its submission alone.
Place read_place(const Rows& rows);
std::int64_t read_seq(const Rows& rows);

/// Every submission of the scope.
std::vector<Place> all_places(Connection& db, const Window& window);
/// Those of the facets, as a merge of what each has next. `pending_only` leaves out the ones in progress.
std::vector<Place> merged_places(Connection& db, const Window& window, const std::vector<Facet>& facets,
                                 bool pending_only);
/// Those in progress that match: few, found from their jobs.
std::vector<Place> running_places(Connection& db, const Window& window, const FacetFilter& filter);

/// The place of one submission; nothing where it is gone.
std::optional<Place> place_of(Connection& db, std::int64_t seq);

/// Sorts by the order of the window, skips and cuts.
void sort_and_cut(std::vector<Place>& places, const Window& window);

}  // namespace assay::store
