#include "store/sqlite/history_places.hpp"

#include <algorithm>

#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

std::vector<Place> read_places(Rows rows) {
  std::vector<Place> places;
  while (rows.step()) places.push_back(read_place(rows));
  return places;
}

// The row value comparison is what lets SQLite start in the middle of the index.
constexpr Sql kAll =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions INDEXED BY submissions_by_time WHERE "
    "scope=?1 AND created_at>=?2 AND (created_at, id)<(?3, ?4) ORDER BY created_at DESC, id DESC LIMIT ?5 "
    "OFFSET "
    "?6";
constexpr Sql kAllOldest =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions INDEXED BY submissions_by_time WHERE "
    "scope=?1 AND created_at<?2 AND (created_at, id)>(?3, ?4) ORDER BY created_at, id LIMIT ?5 OFFSET ?6";
constexpr Sql kRunning =
    "SELECT s.created_at, s.id, typeof(s.id)='text', s.seq, s.language FROM jobs j CROSS JOIN submissions s "
    "INDEXED BY submissions_by_job ON s.job = j.id AND s.state = 0 WHERE j.state=1 AND s.scope=?1";

}  // namespace

bool Place::comes_before(const Place& other) const {
  if (created_at != other.created_at) return created_at > other.created_at;
  if (id_is_text != other.id_is_text) return other.id_is_text;  // SQLite sorts blobs after text
  return id > other.id;
}

core::HistoryCursor Place::cursor() const {
  core::HistoryCursor cursor;
  cursor.created_at = timestamp(created_at);
  cursor.id = core::SubmissionId{id_is_text ? id : unpack_id(id)};
  return cursor;
}

bool Window::has(const Place& place) const {
  if (place.created_at < start || place.created_at >= end) return false;
  if (!after) return true;
  const PackedId id{after->id.str()};
  const Place cursor{stored(after->created_at), std::string{id.bytes()}, id.is_text(), 0};
  return oldest_first ? place.comes_before(cursor) : cursor.comes_before(place);
}

Bound first_bound(const Window& w) {
  const auto date = w.oldest_first ? w.start : w.end;
  if (!w.after) return {date};
  // The cursor of another query may lie outside of the dates of this one.
  const auto place = stored(w.after->created_at);
  if (w.oldest_first ? place < date : place >= date) return {date};
  return {place, PackedId{w.after->id.str()}};
}

std::int64_t last_bound(const Window& w) { return w.oldest_first ? w.end : w.start; }

Place read_place(const Rows& rows) {
  return {rows.int64(0), std::string{rows.bytes(1)}, rows.int64(2) != 0, rows.int64(3)};
}

std::int64_t read_seq(const Rows& rows) { return rows.int64(3); }

Rows all_rows(Connection& db, const Window& w, std::int64_t limit, std::int64_t offset) {
  const auto bound = first_bound(w);
  return db.query(w.oldest_first ? kAllOldest : kAll, w.scope, last_bound(w), bound.created_at, bound.id,
                  limit, offset);
}

std::vector<Place> all_places(Connection& db, const Window& w) {
  return read_places(all_rows(db, w, w.wanted, w.skip));
}

std::vector<Place> running_places(Connection& db, const Window& w, const FacetFilter& filter) {
  std::vector<Place> places;
  auto rows = db.query(kRunning, w.scope);
  while (rows.step()) {
    if (!filter.matches({rows.text(4), kOpen, kNoScore, 1})) continue;
    auto place = read_place(rows);
    if (w.has(place)) places.push_back(std::move(place));
  }
  sort_and_cut(places, w);
  return places;
}

std::optional<Place> place_of(Connection& db, std::int64_t seq) {
  auto rows = db.query("SELECT created_at, id, typeof(id)='text', seq FROM submissions WHERE seq=?1", seq);
  if (!rows.step()) return std::nullopt;
  return read_place(rows);
}

void sort_and_cut(std::vector<Place>& places, const Window& w) {
  std::ranges::sort(places, [&w](const Place& a, const Place& b) { return w.in_order(a, b); });
  places.erase(places.begin(), places.begin() + std::min<std::ptrdiff_t>(w.skip, std::ssize(places)));
  if (std::ssize(places) > w.wanted) places.resize(static_cast<std::size_t>(w.wanted));
}

}  // namespace assay::store
