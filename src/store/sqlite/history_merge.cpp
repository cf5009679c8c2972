#include "store/sqlite/history_merge.hpp"

#include <algorithm>

#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

constexpr Sql kFacet =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions INDEXED BY submissions_by_facet WHERE "
    "scope=?1 AND state=?6 AND score IS ?7 AND language=?8 AND created_at>=?2 AND (created_at, id)<(?3, ?4) "
    "ORDER BY created_at DESC, id DESC LIMIT ?5";
constexpr Sql kFacetOldest =
    "SELECT created_at, id, typeof(id)='text', seq FROM submissions INDEXED BY submissions_by_facet WHERE "
    "scope=?1 AND state=?6 AND score IS ?7 AND language=?8 AND created_at<?2 AND (created_at, id)>(?3, ?4) "
    "ORDER BY created_at, id LIMIT ?5";
constexpr Sql kPending =
    "SELECT s.created_at, s.id, typeof(s.id)='text', s.seq FROM submissions s INDEXED BY "
    "submissions_by_facet "
    "CROSS JOIN jobs j ON j.id = s.job WHERE s.scope=?1 AND s.state=0 AND s.score IS NULL AND s.language=?6 "
    "AND s.created_at>=?2 AND (s.created_at, s.id)<(?3, ?4) AND j.state=0 ORDER BY s.created_at DESC, s.id "
    "DESC "
    "LIMIT ?5";
constexpr Sql kPendingOldest =
    "SELECT s.created_at, s.id, typeof(s.id)='text', s.seq FROM submissions s INDEXED BY "
    "submissions_by_facet "
    "CROSS JOIN jobs j ON j.id = s.job WHERE s.scope=?1 AND s.state=0 AND s.score IS NULL AND s.language=?6 "
    "AND s.created_at<?2 AND (s.created_at, s.id)>(?3, ?4) AND j.state=0 ORDER BY s.created_at, s.id LIMIT "
    "?5";

/// A query costs as much as some rows: below this it would cost more than it reads.
constexpr std::int64_t kLeastRead = 4;

/// What one facet has in the window, read in portions.
class FacetReader {
 public:
  FacetReader(Connection& db, Window window, const Facet& facet, OpenOnes open, std::int64_t portion)
      : db_(&db), window_(std::move(window)), facet_(&facet), open_(open), portion_(portion) {
    read();
  }

  bool at_end() const { return next_ == places_.size(); }
  const Place& front() const { return places_[next_]; }
  Place take() {
    Place taken = std::move(places_[next_++]);
    if (at_end() && !last_) {
      window_.after = taken.cursor();
      portion_ *= 2;
      read();
    }
    return taken;
  }

 private:
  void read() {
    places_.clear();
    next_ = 0;
    auto rows = query();
    while (rows.step()) places_.push_back(read_place(rows));
    last_ = std::ssize(places_) < portion_;
  }
  Rows query() const {
    const auto& w = window_;
    const auto bound = first_bound(w);
    // Nearly all that are open are pending, so those in progress are simply passed over.
    if (open_ == OpenOnes::pending) {
      return db_->query(w.oldest_first ? kPendingOldest : kPending, w.scope, last_bound(w), bound.created_at,
                        bound.id, portion_, facet_->language);
    }
    const auto score = facet_->score == kNoScore ? std::nullopt : std::optional{facet_->score};
    return db_->query(w.oldest_first ? kFacetOldest : kFacet, w.scope, last_bound(w), bound.created_at,
                      bound.id, portion_, facet_->state, score, facet_->language);
  }

  Connection* db_;
  Window window_;
  const Facet* facet_;
  OpenOnes open_;
  std::int64_t portion_;
  std::vector<Place> places_;
  std::size_t next_ = 0;
  bool last_ = false;  ///< nothing comes after what was read
};

}  // namespace

std::vector<Place> merged_places(Connection& db, const Window& window, const std::vector<Facet>& facets,
                                 OpenOnes open) {
  std::vector<Place> places;
  if (facets.empty() || window.wanted <= 0) return places;
  const auto needed = window.skip + window.wanted;
  const auto count = std::ssize(facets);
  const auto portion = count == 1 ? needed : std::max(kLeastRead, 2 * needed / count);
  std::vector<FacetReader> readers;
  readers.reserve(facets.size());
  for (const auto& facet : facets) {
    readers.emplace_back(db, window, facet, open, portion);
    if (readers.back().at_end()) readers.pop_back();
  }
  // A heap whose top is the reader that has what comes next.
  const auto later = [&](const FacetReader& a, const FacetReader& b) {
    return window.in_order(b.front(), a.front());
  };
  std::ranges::make_heap(readers, later);
  for (std::int64_t taken = 0; taken < needed && !readers.empty(); ++taken) {
    std::ranges::pop_heap(readers, later);
    auto place = readers.back().take();
    if (taken >= window.skip) places.push_back(std::move(place));
    if (readers.back().at_end()) {
      readers.pop_back();
    } else {
      std::ranges::push_heap(readers, later);
    }
  }
  return places;
}

}  // namespace assay::store
