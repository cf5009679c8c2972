#include "store/sqlite/history.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "store/sqlite/history_depth.hpp"
#include "store/sqlite/history_facets.hpp"
#include "store/sqlite/history_found.hpp"
#include "store/sqlite/history_merge.hpp"
#include "store/sqlite/history_places.hpp"
#include "store/sqlite/history_search.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/submission_rows.hpp"

namespace assay::store {
namespace {

using core::HistoryOrder;
using core::HistoryPage;
using core::HistoryQuery;
using core::Status;

constexpr int kMostScore = 10;

std::optional<std::int64_t> scope_number(Connection& db, const core::Scope& scope) {
  auto rows = db.query("SELECT id FROM scopes WHERE name=?1", scope.str());
  if (!rows.step()) return std::nullopt;
  return rows.int64(0);
}

bool goes_by_score(HistoryOrder order) {
  return order == HistoryOrder::highest_score || order == HistoryOrder::lowest_score;
}

/// Scores in the order of the query, at the end those without one.
std::vector<std::optional<int>> scores_in_order(HistoryOrder order) {
  std::vector<std::optional<int>> scores;
  for (int i = 0; i <= kMostScore; ++i)
    scores.emplace_back(order == HistoryOrder::highest_score ? kMostScore - i : i);
  scores.emplace_back(std::nullopt);
  return scores;
}

/// A place, with the score of its group where the order goes by it.
struct Listed {
  Place place;
  std::optional<int> score;
};

/// Reads the groups of equal score, one after the other, until there are enough. `count(score)` says how many
/// a group has, cursor and all aside; `read(score, window)` gives its places.
template <class Count, class Read>
std::vector<Listed> by_score(const Window& window, HistoryOrder order, Count count, Read read) {
  std::vector<Listed> listed;
  auto skip = window.skip;
  bool reached = !window.after;
  for (const auto score : scores_in_order(order)) {
    Window part = window;
    if (reached) {
      part.after.reset();
    } else if (window.after->score == score) {
      reached = true;
    } else {
      continue;
    }
    if (skip > 0) {
      const auto members = count(score);
      if (members <= skip) {
        skip -= members;
        continue;
      }
    }
    part.skip = std::exchange(skip, 0);
    part.wanted = window.wanted - std::ssize(listed);
    for (auto& place : read(score, part)) listed.push_back({std::move(place), score});
    if (std::ssize(listed) >= window.wanted) break;
  }
  return listed;
}

std::vector<Listed> in_one_group(std::vector<Place> places) {
  std::vector<Listed> listed;
  for (auto& place : places) listed.push_back({std::move(place), std::nullopt});
  return listed;
}

std::int64_t total_of(const std::vector<Facet>& matching) {
  return std::accumulate(matching.begin(), matching.end(), std::int64_t{0},
                         [](std::int64_t sum, const Facet& facet) { return sum + facet.count; });
}

/// When those were submitted that are in progress and match: they are counted as unfinished ones.
std::vector<std::int64_t> times_of_running(Connection& db, Window window, const FacetFilter& filter) {
  window.skip = 0;
  window.wanted = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> times;
  for (const auto& place : running_places(db, window, filter)) times.push_back(place.created_at);
  return times;
}

std::vector<Listed> listed_facets(Connection& db, const HistoryQuery& query, Window window,
                                  const FacetFilter& filter, const std::vector<Facet>& matching) {
  // Unfinished ones have no score: whatever the order, they are one group.
  if (query.status == Status::in_progress) return in_one_group(running_places(db, window, filter));
  if (query.status == Status::pending) {
    if (window.skip > 0) pass_over(db, matching, times_of_running(db, window, filter), window);
    return in_one_group(merged_places(db, window, matching, OpenOnes::pending));
  }
  if (goes_by_score(query.order)) {
    const auto group = [&](std::optional<int> score) {
      std::vector<Facet> members;
      std::ranges::copy_if(matching, std::back_inserter(members),
                           [&](const Facet& facet) { return facet.score == score.value_or(kNoScore); });
      return members;
    };
    return by_score(
        window, query.order, [&](auto score) { return total_of(group(score)); },
        [&](auto score, Window part) {
          const auto members = group(score);
          pass_over(db, members, {}, part);
          return merged_places(db, part, members, OpenOnes::all);
        });
  }
  pass_over(db, matching, {}, window);
  if (filter.any()) return in_one_group(merged_places(db, window, matching, OpenOnes::all));
  return in_one_group(all_places(db, window));
}

/// Answers from the rollups and the indexes of the submissions: the total is exact.
std::vector<Listed> list_plain(Connection& db, const HistoryQuery& query, const Window& window,
                               std::optional<base::Timestamp> end, HistoryPage& page) {
  const FacetFilter filter = filter_of(query);
  const bool by_facet = filter.any() || goes_by_score(query.order);
  if (!query.count && !by_facet && window.skip == 0) return in_one_group(all_places(db, window));
  const auto matching = facets(db, window.scope, filter, query.start, end);
  page.total = total_of(matching);
  if (query.status == Status::in_progress) {
    page.total = count_in_progress(db, window.scope, filter, query.start, end);
  } else if (query.status == Status::pending) {
    page.total -= count_in_progress(db, window.scope, filter, query.start, end);
  }
  if (window.skip >= page.total) return {};  // a page behind the last one costs nothing
  return listed_facets(db, query, window, filter, matching);
}

/// Answers from the index of the search: the total stops at kMostCounted.
std::vector<Listed> list_found(Connection& db, const HistoryQuery& query, const Window& window,
                               HistoryPage& page) {
  const auto found = find_documents(db, query, window);
  const auto count = found.count();
  page.total = std::min(count, core::kMostCounted);
  page.total_capped = count > core::kMostCounted;
  if (window.skip >= count) return {};
  if (!goes_by_score(query.order)) return in_one_group(found_places(db, window, found));
  return by_score(
      window, query.order, [&](auto score) { return count_with_score(db, window.scope, found, score); },
      [&](auto score, const Window& part) {
        return found_places(db, part, with_score(db, window.scope, found, score));
      });
}

}  // namespace

base::Result<HistoryPage> read_history(Connection& db, const HistoryQuery& query) {
  Window window;
  window.oldest_first = query.order == HistoryOrder::oldest;
  if (!query.cursor.empty()) {
    window.after = core::parse_history_cursor(query.cursor, query.order);
    if (!window.after) {
      return base::fail(base::Errc::invalid_argument,
                        "the cursor is not one that a page of history in this order gave", "cursor");
    }
  }
  const int size = std::max(1, query.page_size);
  window.wanted = std::int64_t{size} + 1;  // one more than the page: whether there is another one
  if (!window.after) window.skip = std::int64_t{size} * (std::max(1, query.page) - 1);
  // Dates are inclusive; a moment is a whole number of microseconds.
  const auto end = query.end ? std::optional{*query.end + base::Micros{1}} : std::nullopt;
  if (query.start) window.start = stored(*query.start);
  if (end) window.end = stored(*end);

  HistoryPage page;
  const auto scope = scope_number(db, query.scope);
  if (!scope) return page;
  window.scope = *scope;
  auto listed =
      needs_search(query) ? list_found(db, query, window, page) : list_plain(db, query, window, end, page);
  if (!query.count) page.total = 0;
  const bool more = listed.size() > static_cast<std::size_t>(size);
  if (more) listed.resize(static_cast<std::size_t>(size));
  for (const auto& each : listed) {
    auto record = read_record(db, each.place.seq);
    if (!record) break;
    page.items.push_back(std::move(*record));
  }
  if (more && !page.items.empty()) {
    const auto& last = page.items.back().submission;
    page.next_cursor = to_string(
        core::HistoryCursor{query.order, listed[page.items.size() - 1].score, last.created_at, last.id});
  }
  return page;
}

}  // namespace assay::store
