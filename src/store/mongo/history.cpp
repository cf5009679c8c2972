#include "store/mongo/history.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/history_cursor.hpp"
#include "core/search_words.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/records.hpp"
#include "store/mongo/search_index.hpp"

namespace assay::store::mongo {

using base::Result;
using core::HistoryOrder;
using core::HistoryQuery;
using core::Status;

namespace {

constexpr int kMostScore = 10;

bool goes_by_score(HistoryOrder order) {
  return order == HistoryOrder::highest_score || order == HistoryOrder::lowest_score;
}

/// Everything but the dates, which the cursor has a say in, and the score.
struct Wanted {
  Document filter;
  bool searches = false;  ///< by severity, category or words: totals stop at kMostCounted
};

Result<Array> running_jobs(Client& client, const core::Scope& scope) {
  FindOptions options;
  options.projection = {{"_id", 1}};
  const auto jobs = client.find(kJobs, {{"scope", scope}, {"open", true}, {"status", 1}}, options);
  if (!jobs) return base::fail(jobs.error());
  Array ids;
  for (const auto& job : *jobs) ids.add(job.view().bytes("_id"));
  return ids;
}

/// The state of an open submission is in its job; few are in progress at any time.
Result<void> add_status(Client& client, const HistoryQuery& query, Document& filter) {
  if (!query.status) return {};
  if (core::is_terminal(*query.status)) {
    filter.set("status", static_cast<int>(*query.status));
    return {};
  }
  const auto running = running_jobs(client, query.scope);
  if (!running) return base::fail(running.error());
  const bool in_progress = *query.status == Status::in_progress;
  filter.set("status", 0).set("open", true);
  if (in_progress || running->size() > 0)
    filter.set("job", Document{{in_progress ? "$in" : "$nin", *running}});
  return {};
}

Result<Wanted> wanted_of(Client& client, const HistoryQuery& query) {
  Wanted wanted;
  wanted.filter.set("scope", query.scope);
  if (query.language) wanted.filter.set("language", core::to_string(*query.language));
  if (auto added = add_status(client, query, wanted.filter); !added)
    return base::fail(std::move(added.error()));
  auto words = core::search_words(query.text);
  if (query.severity && query.category) {
    words.push_back(issue_mark(*query.severity, *query.category));
  } else if (query.severity) {
    words.push_back(severity_mark(*query.severity));
  } else if (query.category) {
    words.push_back(category_mark(*query.category));
  }
  if (!words.empty()) {
    // The longest one is the rarest, more often than not: the index is read for it.
    std::ranges::stable_sort(words, std::ranges::greater{}, &std::string::size);
    Array all;
    for (const auto& word : words) all.add(word);
    wanted.filter.set("words", Document{{"$all", all}});
    wanted.searches = true;
  }
  return wanted;
}

/// Between the dates and, with a cursor, behind it.
void add_dates(const HistoryQuery& query, const std::optional<core::HistoryCursor>& after, Document& filter) {
  const bool oldest = query.order == HistoryOrder::oldest;
  auto from = query.start;
  auto to = query.end;
  if (after && oldest && (!from || *from < after->created_at)) from = after->created_at;
  if (after && !oldest && (!to || *to > after->created_at)) to = after->created_at;
  // Whole numbers of microseconds, so that both bounds can be strict.
  Document range;
  if (from) range.set("$gt", *from - base::Micros{1});
  if (to) range.set("$lt", *to + base::Micros{1});
  if (!range.empty()) filter.set("created_at", range);
  if (!after) return;
  const char* behind = oldest ? "$gt" : "$lt";
  filter.set("$or", Array{Document{{"created_at", Document{{behind, after->created_at}}}},
                          Document{{"_id", Document{{behind, after->id}}}}});
}

/// Submissions that stand together in the order: all, or those of one score.
struct Group {
  bool by_score = false;
  std::optional<int> score;
};

std::vector<Group> groups_of(const HistoryQuery& query) {
  if (!goes_by_score(query.order)) return {Group{}};
  std::vector<Group> groups;
  const bool bounded = query.min_score || query.max_score;
  for (int i = 0; i <= kMostScore; ++i) {
    const int score = query.order == HistoryOrder::highest_score ? kMostScore - i : i;
    if (score >= query.min_score.value_or(score) && score <= query.max_score.value_or(score))
      groups.push_back({true, score});
  }
  if (!bounded) groups.push_back({true, std::nullopt});
  return groups;
}

void add_score(const HistoryQuery& query, const Group& group, Document& filter) {
  if (group.by_score) {
    // Null is what an index has for a field that is absent.
    filter.set("score", group.score ? Value{*group.score} : Value{nullptr});
    return;
  }
  Document range;
  if (query.min_score) range.set("$gt", *query.min_score - 1);
  if (query.max_score) range.set("$lt", *query.max_score + 1);
  if (!range.empty()) filter.set("score", range);
}

Result<std::int64_t> count(Client& client, const HistoryQuery& query, const Wanted& wanted,
                           const Group& group, std::int64_t most) {
  Document filter = wanted.filter;
  add_dates(query, std::nullopt, filter);
  add_score(query, group, filter);
  return client.count(kSubmissions, filter, most);
}

Result<std::vector<Document>> read(Client& client, const HistoryQuery& query, const Wanted& wanted,
                                   const Group& group, const std::optional<core::HistoryCursor>& after,
                                   std::int64_t skip, std::int64_t limit) {
  Document filter = wanted.filter;
  add_dates(query, after, filter);
  add_score(query, group, filter);
  const int direction = query.order == HistoryOrder::oldest ? 1 : -1;
  FindOptions options;
  options.projection = record_fields();
  options.sort = {{"created_at", direction}, {"_id", direction}};
  options.skip = skip;
  options.limit = limit;
  return client.find(kSubmissions, filter, options);
}

/// Goes through the groups until there are enough.
Result<std::vector<Document>> list(Client& client, const HistoryQuery& query, const Wanted& wanted,
                                   const std::optional<core::HistoryCursor>& cursor, std::int64_t skip,
                                   std::int64_t limit) {
  std::vector<Document> listed;
  const auto groups = groups_of(query);
  bool reached = !cursor || !goes_by_score(query.order);
  for (const auto& group : groups) {
    auto after = cursor;
    if (!reached) {
      if (group.score != cursor->score) continue;
      reached = true;
    } else if (group.by_score && !(cursor && group.score == cursor->score)) {
      after.reset();
    }
    if (skip > 0 && group.by_score) {
      const auto members = count(client, query, wanted, group, 0);
      if (!members) return base::fail(members.error());
      if (*members <= skip) {
        skip -= *members;
        continue;
      }
    }
    auto part = read(client, query, wanted, group, after, skip, limit - std::ssize(listed));
    if (!part) return part;
    skip = 0;
    std::ranges::move(*part, std::back_inserter(listed));
    if (std::ssize(listed) >= limit) break;
  }
  return listed;
}

}  // namespace

Result<core::HistoryPage> read_history(Client& client, KeptReviews& kept, const HistoryQuery& query) {
  std::optional<core::HistoryCursor> cursor;
  if (!query.cursor.empty()) {
    cursor = core::parse_history_cursor(query.cursor, query.order);
    if (!cursor) {
      return base::fail(base::Errc::invalid_argument,
                        "the cursor is not one that a page of history in this order gave", "cursor");
    }
  }
  const auto wanted = wanted_of(client, query);
  if (!wanted) return base::fail(wanted.error());
  core::HistoryPage page;
  const std::int64_t size = std::max(1, query.page_size);
  const std::int64_t skip = cursor ? 0 : size * (std::max(1, query.page) - 1);
  if (query.count) {
    const auto total = count(client, query, *wanted, Group{}, wanted->searches ? core::kMostCounted + 1 : 0);
    if (!total) return base::fail(total.error());
    page.total_capped = wanted->searches && *total > core::kMostCounted;
    page.total = page.total_capped ? core::kMostCounted : *total;
    // A page behind the last one costs nothing.
    if (!page.total_capped && skip >= *total) return page;
  }
  // One more than the page: whether there is another one.
  auto listed = list(client, query, *wanted, cursor, skip, size + 1);
  if (!listed) return base::fail(std::move(listed.error()));
  const bool more = std::ssize(*listed) > size;
  if (more) listed->erase(listed->begin() + size, listed->end());
  auto records = records_of(client, kept, *listed);
  if (!records) return base::fail(std::move(records.error()));
  page.items = std::move(*records);
  if (more) {
    const View last = listed->back().view();
    core::HistoryCursor next{query.order, std::nullopt, last.time("created_at"),
                             core::SubmissionId{last.text("_id")}};
    if (goes_by_score(query.order) && last.has("score")) next.score = static_cast<int>(last.number("score"));
    page.next_cursor = to_string(next);
  }
  return page;
}

}  // namespace assay::store::mongo
