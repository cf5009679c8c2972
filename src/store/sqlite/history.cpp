#include "store/sqlite/history.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "store/sqlite/history_cursor.hpp"
#include "store/sqlite/history_facets.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/submission_rows.hpp"

namespace assay::store {
namespace {

using core::HistoryPage;
using core::HistoryQuery;
using core::Status;

/// Where a submission stands in history: newest first, then by id.
struct Place {
  std::int64_t created_at = 0;
  std::string id;  ///< as stored: what the index sorts by
  bool id_is_text = false;
  std::int64_t seq = 0;

  bool comes_before(const Place& other) const {
    if (created_at != other.created_at) return created_at > other.created_at;
    if (id_is_text != other.id_is_text) return other.id_is_text;  // SQLite sorts blobs after text
    return id > other.id;
  }
};

/// What all page queries share: start <= created_at < end, and (created_at, id) before the cursor.
struct Window {
  std::int64_t scope = 0;
  std::int64_t start = std::numeric_limits<std::int64_t>::min();
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  std::optional<HistoryCursor> after;
  std::int64_t skip = 0;
  std::int64_t wanted = 0;  ///< one more than the page: whether there is another one
};

std::vector<Place> read_places(Rows rows) {
  std::vector<Place> places;
  while (rows.step()) {
    places.push_back({rows.int64(0), std::string{rows.bytes(1)}, rows.int64(2) != 0, rows.int64(3)});
  }
  return places;
}

// The row value comparison with the cursor is what lets SQLite start in the middle of the index.
constexpr Sql kAll =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions WHERE scope=?1 AND created_at>=?2 AND "
    "created_at<?3 "
    "ORDER BY created_at DESC, id DESC LIMIT ?4 OFFSET ?5";
constexpr Sql kAllAfter =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions WHERE scope=?1 AND created_at>=?2 AND "
    "(created_at, id)<(?3, ?6) ORDER BY created_at DESC, id DESC LIMIT ?4 OFFSET ?5";
constexpr Sql kFacet =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions INDEXED BY submissions_by_facet WHERE "
    "scope=?1 AND "
    "state=?6 AND score IS ?7 AND language=?8 AND created_at>=?2 AND created_at<?3 ORDER BY created_at DESC, "
    "id DESC "
    "LIMIT ?4 OFFSET ?5";
constexpr Sql kFacetAfter =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions INDEXED BY submissions_by_facet WHERE "
    "scope=?1 AND "
    "state=?6 AND score IS ?7 AND language=?8 AND created_at>=?2 AND (created_at, id)<(?3, ?9) "
    "ORDER BY created_at DESC, id DESC LIMIT ?4 OFFSET ?5";
constexpr Sql kOpenByStatus =
    "SELECT s.created_at, s.id, typeof(s.id)='text', s.seq FROM submissions s INDEXED BY "
    "submissions_by_facet "
    "CROSS JOIN jobs j ON j.id = s.job WHERE s.scope=?1 AND s.state=0 AND s.score IS NULL AND s.language=?5 "
    "AND "
    "s.created_at>=?2 AND s.created_at<?3 AND j.state=?6 ORDER BY s.created_at DESC, s.id DESC LIMIT ?4";
constexpr Sql kOpenByStatusAfter =
    "SELECT s.created_at, s.id, typeof(s.id)='text', s.seq FROM submissions s INDEXED BY "
    "submissions_by_facet "
    "CROSS JOIN jobs j ON j.id = s.job WHERE s.scope=?1 AND s.state=0 AND s.score IS NULL AND s.language=?5 "
    "AND "
    "s.created_at>=?2 AND (s.created_at, s.id)<(?3, ?7) AND j.state=?6 ORDER BY s.created_at DESC, s.id DESC "
    "LIMIT ?4";
constexpr Sql kRunning =
    "SELECT s.created_at, s.id, typeof(s.id)='text', s.seq, s.language FROM jobs j CROSS JOIN submissions s "
    "ON s.job = j.id AND s.state = 0 WHERE j.state=1 AND s.scope=?1 AND s.created_at>=?2 AND s.created_at<?3";

std::vector<Place> all_places(Connection& db, const Window& w) {
  if (!w.after) return read_places(db.query(kAll, w.scope, w.start, w.end, w.wanted, w.skip));
  return read_places(
      db.query(kAllAfter, w.scope, w.start, stored(w.after->created_at), w.wanted, w.skip, w.after->id));
}

std::vector<Place> facet_places(Connection& db, const Window& w, const Facet& facet) {
  const auto score = facet.score == kNoScore ? std::nullopt : std::optional{facet.score};
  if (!w.after) {
    return read_places(
        db.query(kFacet, w.scope, w.start, w.end, w.wanted, w.skip, facet.state, score, facet.language));
  }
  return read_places(db.query(kFacetAfter, w.scope, w.start, stored(w.after->created_at), w.wanted, w.skip,
                              facet.state, score, facet.language, w.after->id));
}

/// Pending ones: nearly all that are open, so those in progress are simply passed over.
std::vector<Place> pending_places(Connection& db, const Window& w, const Facet& facet) {
  const int pending = stored(Status::pending);
  if (!w.after)
    return read_places(db.query(kOpenByStatus, w.scope, w.start, w.end, w.wanted, facet.language, pending));
  return read_places(db.query(kOpenByStatusAfter, w.scope, w.start, stored(w.after->created_at), w.wanted,
                              facet.language, pending, w.after->id));
}

void sort_and_cut(std::vector<Place>& places, const Window& w) {
  std::ranges::sort(places, [](const Place& a, const Place& b) { return a.comes_before(b); });
  places.erase(places.begin(), places.begin() + std::min<std::ptrdiff_t>(w.skip, std::ssize(places)));
  if (std::ssize(places) > w.wanted) places.resize(static_cast<std::size_t>(w.wanted));
}

/// Those in progress: few, found from their jobs.
std::vector<Place> running_places(Connection& db, const Window& w, const FacetFilter& filter) {
  std::vector<Place> places;
  const Place cursor =
      w.after ? Place{stored(w.after->created_at), std::string{PackedId{w.after->id.str()}.bytes()},
                      PackedId{w.after->id.str()}.is_text(), 0}
              : Place{};
  auto rows = db.query(kRunning, w.scope, w.start, w.end);
  while (rows.step()) {
    if (!filter.matches({rows.text(4), kOpen, kNoScore, 1})) continue;
    Place place{rows.int64(0), std::string{rows.bytes(1)}, rows.int64(2) != 0, rows.int64(3)};
    if (!w.after || cursor.comes_before(place)) places.push_back(std::move(place));
  }
  sort_and_cut(places, w);
  return places;
}

/// The page as a merge of what each facet has next. Skipping must be done after the merge.
std::vector<Place> merged_places(Connection& db, const Window& w, const std::vector<Facet>& matching,
                                 bool pending_only) {
  Window each = w;
  each.wanted = w.wanted + w.skip;
  each.skip = 0;
  std::vector<Place> places;
  for (const auto& facet : matching) {
    auto more = pending_only ? pending_places(db, each, facet) : facet_places(db, each, facet);
    places.insert(places.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  sort_and_cut(places, w);
  return places;
}

std::optional<std::int64_t> scope_number(Connection& db, const core::Scope& scope) {
  auto rows = db.query("SELECT id FROM scopes WHERE name=?1", scope.str());
  if (!rows.step()) return std::nullopt;
  return rows.int64(0);
}

std::int64_t total_of(const std::vector<Facet>& matching) {
  return std::accumulate(matching.begin(), matching.end(), std::int64_t{0},
                         [](std::int64_t sum, const Facet& facet) { return sum + facet.count; });
}

}  // namespace

base::Result<HistoryPage> read_history(Connection& db, const HistoryQuery& query) {
  Window window;
  if (!query.cursor.empty()) {
    window.after = parse_history_cursor(query.cursor);
    if (!window.after) {
      return base::fail(base::Errc::invalid_argument, "the cursor is not one that a page of history gave",
                        "cursor");
    }
  }
  const int size = std::max(1, query.page_size);
  window.wanted = std::int64_t{size} + 1;
  if (!window.after) window.skip = std::int64_t{size} * (std::max(1, query.page) - 1);
  // Dates are inclusive; a moment is a whole number of microseconds.
  const auto end = query.end ? std::optional{*query.end + base::Micros{1}} : std::nullopt;
  if (query.start) window.start = stored(*query.start);
  if (end) window.end = stored(*end);
  // The cursor of another query may lie after the end of this one.
  if (end && window.after && window.after->created_at >= *end) window.after.reset();

  HistoryPage page;
  const auto scope = scope_number(db, query.scope);
  if (!scope) return page;
  window.scope = *scope;
  const FacetFilter filter = filter_of(query);
  const auto matching = facets(db, *scope, filter, query.start, end);
  page.total = total_of(matching);

  std::vector<Place> places;
  if (window.skip >= total_of(matching)) window.wanted = 0;  // a page behind the last one costs nothing
  if (query.status == Status::in_progress) {
    page.total = count_in_progress(db, *scope, filter, query.start, end);
    places = running_places(db, window, filter);
  } else if (query.status == Status::pending) {
    page.total -= count_in_progress(db, *scope, filter, query.start, end);
    places = merged_places(db, window, matching, true);
  } else if (filter.any()) {
    places = merged_places(db, window, matching, false);
  } else {
    places = all_places(db, window);
  }
  const bool more = places.size() > static_cast<std::size_t>(size);
  if (more) places.resize(static_cast<std::size_t>(size));
  for (const auto& place : places) {
    auto record = read_record(db, place.seq);
    if (!record) break;
    page.items.push_back(std::move(*record));
  }
  if (more && !page.items.empty()) {
    const auto& last = page.items.back().submission;
    page.next_cursor = to_string(HistoryCursor{last.created_at, last.id});
  }
  return page;
}

}  // namespace assay::store
