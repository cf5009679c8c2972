#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/history_cursor.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/history_facets.hpp"
#include "store/sqlite/packed_id.hpp"

namespace assay::store {

/// Where a submission stands in history: by its creation, then by its id.
struct Place {
  std::int64_t created_at = 0;
  std::string id;  ///< as stored: what the index sorts by
  bool id_is_text = false;
  std::int64_t seq = 0;

  /// In the order newest first.
  bool comes_before(const Place& other) const;
  /// The cursor behind it, in an order by time.
  core::HistoryCursor cursor() const;
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
  /// Whether `a` stands in front of `b`.
  bool in_order(const Place& a, const Place& b) const {
    return oldest_first ? b.comes_before(a) : a.comes_before(b);
  }
};

/// The bound behind which a window begins, as the row values of a query are compared with it. Without a
/// cursor it is the near end of the dates and an id before all others. Points into the window's cursor.
struct Bound {
  std::int64_t created_at = 0;
  PackedId id{""};
};
Bound first_bound(const Window& window);
/// The far end of the window's dates.
std::int64_t last_bound(const Window& window);

/// The rows of every submission of the scope in the window, in its order; `limit` -1: all of them.
Rows all_rows(Connection& db, const Window& window, std::int64_t limit, std::int64_t offset);
/// What a row of them says, and its submission alone.
Place read_place(const Rows& rows);
std::int64_t read_seq(const Rows& rows);

/// Every submission of the scope.
std::vector<Place> all_places(Connection& db, const Window& window);
/// Those in progress that match: few, found from their jobs.
std::vector<Place> running_places(Connection& db, const Window& window, const FacetFilter& filter);

/// The place of one submission; nothing where it is gone.
std::optional<Place> place_of(Connection& db, std::int64_t seq);

/// Sorts by the order of the window, skips and cuts.
void sort_and_cut(std::vector<Place>& places, const Window& window);

}  // namespace assay::store
