#include "store/sqlite/history_found.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "store/sqlite/search_index.hpp"
#include "store/sqlite/search_terms.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

/// Looking one up takes as long as walking over this many rows of the index by time.
constexpr std::int64_t kLookup = 5;
constexpr std::int64_t kDayMicros = 86'400'000'000;

std::vector<Place> looked_up(Connection& db, const Window& window, const DocSet& docs) {
  std::vector<Place> places;
  for (const auto doc : docs.members()) {
    auto place = place_of(db, doc);
    if (place && window.has(*place)) places.push_back(std::move(*place));
  }
  return places;
}

/// Meets the members on the way through the index by time; nothing where that is longer than `most` rows.
std::optional<std::vector<Place>> walked(Connection& db, Window& window, const DocSet& found,
                                         std::optional<std::int64_t> most) {
  std::vector<Place> places;
  auto rows = all_rows(db, window, -1, 0);
  for (std::int64_t steps = 0; std::ssize(places) < window.wanted; ++steps) {
    if (most && steps >= *most) return std::nullopt;
    if (!rows.step()) break;
    if (!found.has(read_seq(rows))) continue;
    if (window.skip > 0) {
      --window.skip;
    } else {
      places.push_back(read_place(rows));
    }
  }
  return places;
}

struct Day {
  std::int64_t number = 0;
  std::int64_t submissions = 0;
  std::int64_t found = 0;
};

/// The days on which something was found, in the order of the window. The indexer gives a submission its day
/// before any other term (the marks of days sort first), so that none is missed.
std::vector<Day> days_of(Connection& db, const Window& window, const DocSet& found) {
  const auto [first, last] = range_of_day_marks();
  std::vector<Day> days;
  for (const auto& each : count_terms(db, window.scope, first, last, found))
    days.push_back({day_of_mark(each.term), each.all, each.of_set});
  std::ranges::sort(days, {}, &Day::number);
  if (!window.oldest_first) std::ranges::reverse(days);
  return days;
}

/// What the window asks of one day, which it is narrowed to. Lessens its skip by what was skipped.
std::vector<Place> places_of_day(Connection& db, Window& window, const Day& day, const DocSet& found) {
  if (day.found * kLookup >= day.submissions) return *walked(db, window, found, std::nullopt);
  DocSet docs = found;
  docs.intersect(find_term(db, window.scope, day_mark(day.number)));
  auto places = looked_up(db, window, docs);
  const auto skipped = std::min(window.skip, std::ssize(places));
  sort_and_cut(places, window);
  window.skip -= skipped;
  return places;
}

std::vector<Place> by_day(Connection& db, const Window& window, const DocSet& found) {
  // Where the cursor lets the days begin.
  auto start = window.start;
  auto end = window.end;
  if (window.after) {
    const auto at = stored(window.after->created_at);
    (window.oldest_first ? start : end) = window.oldest_first ? std::max(start, at) : std::min(end, at + 1);
  }
  std::vector<Place> places;
  Window part = window;
  for (const auto& day : days_of(db, window, found)) {
    const auto midnight = day.number * kDayMicros;
    part.start = std::max(start, midnight);
    part.end = std::min(end, midnight + kDayMicros);
    if (part.start >= part.end) continue;
    const bool whole = part.end - part.start == kDayMicros;
    if (whole && day.found <= part.skip) {
      part.skip -= day.found;
      continue;
    }
    auto more = places_of_day(db, part, day, found);
    std::ranges::move(more, std::back_inserter(places));
    part.wanted = window.wanted - std::ssize(places);
    if (part.wanted <= 0) break;
  }
  return places;
}

}  // namespace

std::vector<Place> found_places(Connection& db, const Window& window, const DocSet& found,
                                const FoundLimits& limits) {
  if (found.count() <= limits.looked_up) {
    auto places = looked_up(db, window, found);
    sort_and_cut(places, window);
    return places;
  }
  if (window.skip == 0) {
    // Dense enough to meet them right behind the cursor, mostly.
    Window part = window;
    if (auto places = walked(db, part, found, limits.walked)) return std::move(*places);
  }
  return by_day(db, window, found);
}

}  // namespace assay::store
