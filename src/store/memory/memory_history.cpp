#include <algorithm>
#include <set>

#include "core/history_cursor.hpp"
#include "core/search_text.hpp"
#include "core/search_words.hpp"
#include "store/memory/memory_store.hpp"

namespace assay::store {

using base::Result;
using base::Task;

namespace {

using core::HistoryOrder;
using core::HistoryQuery;

bool has_issue(const HistoryQuery& query, const std::shared_ptr<const MemoryState::Review>& review) {
  if (!query.severity && !query.category) return true;
  return review && std::ranges::any_of(review->issues, [&](const core::IssueSummary& issue) {
           return (!query.severity || issue.severity == *query.severity) &&
                  (!query.category || issue.category == *query.category);
         });
}

bool has_words(const std::vector<std::string>& wanted, const MemoryState::Entry& entry) {
  if (wanted.empty()) return true;
  auto words = core::input_words(*entry.input);
  if (entry.review) {
    for (const auto& issue : entry.review->issues) {
      for (auto& word : core::search_words(issue.title)) words.push_back(std::move(word));
    }
  }
  const std::set<std::string> all{words.begin(), words.end()};
  return std::ranges::all_of(wanted, [&](const std::string& word) { return all.contains(word); });
}

bool matches(const HistoryQuery& query, const core::Submission& submission, std::optional<int> score) {
  if (submission.scope != query.scope) return false;
  if (query.language && submission.language != *query.language) return false;
  if (query.status && submission.status != *query.status) return false;
  if (query.min_score && (!score || *score < *query.min_score)) return false;
  if (query.max_score && (!score || *score > *query.max_score)) return false;
  if (query.start && submission.created_at < *query.start) return false;
  return !query.end || submission.created_at <= *query.end;
}

/// A submission with what it is sorted by.
struct Found {
  core::SubmissionRecord record;
  std::optional<int> score;
};

/// Whether the place (score, time, id) of `a` comes before that of `b`.
bool comes_before(HistoryOrder order, const core::HistoryCursor& a, const core::HistoryCursor& b) {
  if ((order == HistoryOrder::highest_score || order == HistoryOrder::lowest_score) && a.score != b.score) {
    if (!a.score || !b.score) return a.score.has_value();
    return order == HistoryOrder::highest_score ? *a.score > *b.score : *a.score < *b.score;
  }
  const auto x = std::pair{a.created_at, a.id};
  const auto y = std::pair{b.created_at, b.id};
  return order == HistoryOrder::oldest ? x < y : x > y;
}

core::HistoryCursor place_of(HistoryOrder order, const Found& found) {
  core::HistoryCursor place{order, std::nullopt, found.record.submission.created_at,
                            found.record.submission.id};
  if (order == HistoryOrder::highest_score || order == HistoryOrder::lowest_score) place.score = found.score;
  return place;
}

}  // namespace

Task<Result<core::HistoryPage>> MemoryReviewStore::history(core::HistoryQuery query) {
  const std::scoped_lock lock{state_.mutex};
  const auto cursor = core::parse_history_cursor(query.cursor, query.order);
  if (!query.cursor.empty() && !cursor) {
    co_return base::fail(base::Errc::invalid_argument,
                         "the cursor is not one that a page of history in this order gave", "cursor");
  }
  const auto words = core::search_words(query.text);
  std::vector<Found> all;
  for (const auto& [id, entry] : state_.submissions) {
    auto record = state_.record(entry);
    const auto score = entry.review ? entry.review->score : std::nullopt;
    if (matches(query, record.submission, score) && has_issue(query, entry.review) && has_words(words, entry))
      all.push_back({std::move(record), score});
  }
  std::ranges::sort(all, [&](const Found& a, const Found& b) {
    return comes_before(query.order, place_of(query.order, a), place_of(query.order, b));
  });
  core::HistoryPage page;
  const bool capped = query.severity || query.category || !words.empty();
  page.total_capped = capped && std::ssize(all) > core::kMostCounted;
  if (query.count) page.total = capped ? std::min(std::ssize(all), core::kMostCounted) : std::ssize(all);
  const auto size = static_cast<std::size_t>(std::max(1, query.page_size));
  std::size_t first = size * static_cast<std::size_t>(std::max(1, query.page) - 1);
  if (cursor) {
    const auto next = std::ranges::find_if(all, [&](const Found& found) {
      return comes_before(query.order, *cursor, place_of(query.order, found));
    });
    first = static_cast<std::size_t>(next - all.begin());
  }
  for (std::size_t i = first; i < all.size() && i < first + size; ++i) page.items.push_back(all[i].record);
  if (first + size < all.size()) page.next_cursor = to_string(place_of(query.order, all[first + size - 1]));
  co_return page;
}

}  // namespace assay::store
