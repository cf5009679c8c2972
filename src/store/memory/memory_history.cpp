#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "store/issue_title.hpp"
#include "store/memory/memory_store.hpp"

namespace assay::store {

using base::Result;
using base::Task;

namespace {

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

bool matches(const core::HistoryQuery& query, const core::Submission& submission, std::optional<int> score) {
  if (submission.scope != query.scope) return false;
  if (query.language && submission.language != *query.language) return false;
  if (query.status && submission.status != *query.status) return false;
  if (query.min_score && (!score || *score < *query.min_score)) return false;
  if (query.max_score && (!score || *score > *query.max_score)) return false;
  if (query.start && submission.created_at < *query.start) return false;
  return !query.end || submission.created_at <= *query.end;
}

auto place(const core::Submission& submission) { return std::pair{submission.created_at, submission.id}; }

/// "<microseconds>.<id>".
std::optional<std::pair<base::Timestamp, core::SubmissionId>> parse_cursor(const std::string& text) {
  const auto dot = text.find('.');
  std::int64_t micros = 0;
  if (dot == std::string::npos || dot + 1 == text.size()) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + dot, micros);
  if (error != std::errc{} || end != text.data() + dot) return std::nullopt;
  return std::pair{base::Timestamp{base::Micros{micros}}, core::SubmissionId{text.substr(dot + 1)}};
}

Counts sorted(const std::map<std::string, std::int64_t>& counts) {
  Counts out{counts.begin(), counts.end()};
  std::ranges::stable_sort(out, [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

}  // namespace

Task<Result<core::HistoryPage>> MemoryReviewStore::history(core::HistoryQuery query) {
  const std::scoped_lock lock{state_.mutex};
  const auto cursor = parse_cursor(query.cursor);
  if (!query.cursor.empty() && !cursor) {
    co_return base::fail(base::Errc::invalid_argument, "the cursor is not one that a page of history gave",
                         "cursor");
  }
  std::vector<core::SubmissionRecord> all;
  for (const auto& [id, entry] : state_.submissions) {
    auto record = state_.record(entry);
    if (matches(query, record.submission, entry.review ? entry.review->score : std::nullopt))
      all.push_back(std::move(record));
  }
  std::ranges::sort(all,
                    [](const auto& a, const auto& b) { return place(a.submission) > place(b.submission); });
  core::HistoryPage page;
  page.total = std::ssize(all);
  const auto size = static_cast<std::size_t>(std::max(1, query.page_size));
  std::size_t first = size * static_cast<std::size_t>(std::max(1, query.page) - 1);
  if (cursor) {
    const auto next =
        std::ranges::find_if(all, [&](const auto& record) { return place(record.submission) < *cursor; });
    first = static_cast<std::size_t>(next - all.begin());
  }
  for (std::size_t i = first; i < all.size() && i < first + size; ++i) page.items.push_back(all[i]);
  if (first + size < all.size()) {
    const auto& last = page.items.back().submission;
    page.next_cursor = std::to_string(last.created_at.time_since_epoch().count()) + "." + last.id.str();
  }
  co_return page;
}

Task<Result<core::Stats>> MemoryReviewStore::stats(core::StatsQuery query) {
  const std::scoped_lock lock{state_.mutex};
  core::Stats stats;
  std::int64_t scored = 0;
  std::int64_t sum = 0;
  std::map<std::string, std::string> titles;
  std::map<std::string, std::int64_t> issues;
  std::map<std::string, std::int64_t> languages;
  std::map<std::string, std::int64_t> severities;
  std::map<std::string, std::int64_t> categories;
  for (const auto& [id, entry] : state_.submissions) {
    const auto& submission = entry.submission;
    if (submission.scope != query.scope || submission.status != core::Status::completed || !entry.review)
      continue;
    if (query.language && submission.language != *query.language) continue;
    if ((query.start && submission.updated_at < *query.start) ||
        (query.end && submission.updated_at >= *query.end))
      continue;
    ++stats.total;
    stats.cached += submission.cached ? 1 : 0;
    ++languages[std::string{core::to_string(submission.language)}];
    if (entry.review->score) {
      ++scored;
      sum += *entry.review->score;
    }
    for (const auto& issue : entry.review->issues) {
      const auto key = title_key(issue);
      titles.emplace(key, issue.title);
      ++issues[key];
      ++severities[std::string{core::to_string(issue.severity)}];
      ++categories[std::string{core::to_string(issue.category)}];
    }
  }
  if (scored > 0) stats.avg_score = static_cast<double>(sum) / static_cast<double>(scored);
  constexpr std::size_t kMostTitles = 100;
  for (const auto& [key, count] : issues) stats.common_issues.emplace_back(titles[key], count);
  std::ranges::sort(stats.common_issues, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (stats.common_issues.size() > kMostTitles) stats.common_issues.resize(kMostTitles);
  stats.by_language = sorted(languages);
  stats.by_severity = sorted(severities);
  stats.by_category = sorted(categories);
  co_return stats;
}

}  // namespace assay::store
