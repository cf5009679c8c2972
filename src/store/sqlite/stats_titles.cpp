#include "store/sqlite/stats_titles.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace assay::store {
namespace {

constexpr std::size_t kMostTitles = 100;
/// Of titles that are equally frequent at the end of the list, this many are compared by name.
constexpr std::size_t kMostTied = 1000;
/// The part of all issues that the hundredth title is guessed to have, as a fraction of 1.
constexpr std::int64_t kOftenOf = 2048;
constexpr std::string_view kRuleKey = "rule:";
/// From here on it is shorter to go through the index of all rules, which are some hundred, than to look up
/// each.
constexpr std::size_t kManyRules = 100;

using Counted = std::pair<std::int64_t, std::int64_t>;  // title, count

/// Adds those titles of all time that can be among the most frequent: the ones that the rest of the range
/// counts too, and the first ones of the index by count.
void add_open_titles(Connection& db, std::int64_t scope, const std::string& language,
                     std::vector<Counted>& titles, const StatsSums& sums) {
  for (auto& [title, count] : titles) {
    if (title < 0) continue;
    auto rows = db.query(
        "SELECT n FROM rollup_titles WHERE scope=?1 AND level=4 AND language=?2 AND bucket=0 AND title=?3",
        scope, language, title);
    if (rows.step()) count += rows.int64(0);
  }
  auto rows = db.query(
      "SELECT title, n FROM rollup_titles INDEXED BY rollup_titles_top WHERE scope=?1 AND language=?2 AND "
      "level=4 AND title>0 ORDER BY n DESC, title DESC",
      scope, language);
  std::size_t added = 0;
  std::int64_t least = 0;
  while (added < kMostTitles + kMostTied && rows.step()) {
    const auto count = rows.int64(1);
    if (added >= kMostTitles && count < least) break;
    if (sums.titles.of(rows.int64(0)) != 0) continue;
    least = count;
    ++added;
    titles.emplace_back(rows.int64(0), count);
  }
}

/// Those that can be among the most frequent: where a hundred were counted so often, rarer ones are not among
/// them. Nearly all of some ten thousand others were counted once or twice.
std::vector<Counted> frequent_titles(const TitleCounts& counts, std::int64_t issues) {
  std::vector<Counted> titles;
  for (auto least = std::max(issues / kOftenOf, std::int64_t{1});;
       least = std::max(least / 4, std::int64_t{1})) {
    counts.for_each_frequent(
        least, [&titles](std::int64_t title, std::int64_t count) { titles.emplace_back(title, count); });
    if (titles.size() >= kMostTitles || least == 1) return titles;
    titles.clear();
  }
}

void keep_most_frequent(std::vector<Counted>& titles) {
  std::erase_if(titles, [](const Counted& entry) { return entry.second == 0; });
  if (titles.size() <= kMostTitles) return;
  const auto last = titles.begin() + kMostTitles - 1;
  std::ranges::nth_element(titles, last,
                           [](const Counted& a, const Counted& b) { return a.second > b.second; });
  const auto least = last->second;
  std::erase_if(titles, [least](const Counted& entry) { return entry.second < least; });
  if (titles.size() <= kMostTitles + kMostTied) return;
  std::ranges::partial_sort(titles, titles.begin() + kMostTitles + kMostTied,
                            [](const Counted& a, const Counted& b) {
                              return a.second != b.second ? a.second > b.second : a.first > b.first;
                            });
  titles.resize(kMostTitles + kMostTied);
}

core::NamedCounts rules_of(Connection& db, std::int64_t scope, const StatsSums& sums) {
  std::vector<Counted> counted;
  sums.titles.for_each_rule(
      [&counted](std::int64_t title, std::int64_t count) { counted.emplace_back(title, count); });
  core::NamedCounts rules;
  const auto add = [&rules](std::string_view key, std::int64_t count) {
    rules.emplace_back(key.substr(kRuleKey.size()), count);
  };
  if (counted.size() < kManyRules) {
    for (const auto& [title, count] : counted) {
      auto rows = db.query("SELECT key FROM titles WHERE id=?1", title);
      if (rows.step()) add(rows.bytes(0), count);
    }
  } else {
    auto rows = db.query("SELECT id, key FROM titles WHERE scope=?1 AND key>='rule:' AND key<'rule;'", scope);
    while (rows.step()) {
      if (const auto count = sums.titles.of(rows.int64(0)); count != 0) add(rows.bytes(1), count);
    }
  }
  sort_counts(rules);
  return rules;
}

}  // namespace

void sort_counts(core::NamedCounts& counts) {
  std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
  std::ranges::sort(counts, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
}

CountedTitles count_titles(Connection& db, std::int64_t scope, const StatsSums& sums) {
  std::vector<Counted> titles;
  if (sums.open_titles) {
    sums.titles.for_each(
        [&titles](std::int64_t title, std::int64_t count) { titles.emplace_back(title, count); });
    add_open_titles(db, scope, *sums.open_titles, titles, sums);
  } else {
    titles = frequent_titles(
        sums.titles, std::accumulate(sums.severities.begin(), sums.severities.end(), std::int64_t{0}));
  }
  keep_most_frequent(titles);
  // Names are looked up for those that can be among the first only, ties at the end included.
  std::vector<std::pair<core::IssueCount, std::int64_t>> named;
  for (const auto& [id, count] : titles) {
    auto rows = db.query("SELECT title, key FROM titles WHERE id=?1", id);
    if (!rows.step()) continue;
    core::IssueCount issue;
    issue.title = rows.text(0);
    issue.count = count;
    if (id < 0) issue.rule_id = rows.bytes(1).substr(kRuleKey.size());
    named.emplace_back(std::move(issue), id);
  }
  std::ranges::sort(named, [](const auto& a, const auto& b) {
    const auto& [x, y] = std::tie(a.first, b.first);
    if (x.count != y.count) return x.count > y.count;
    return x.title != y.title ? x.title < y.title : x.rule_id < y.rule_id;
  });
  if (named.size() > kMostTitles) named.resize(kMostTitles);
  CountedTitles counted;
  for (auto& [issue, id] : named) {
    counted.common.push_back(std::move(issue));
    counted.ids.push_back(id);
  }
  counted.rules = rules_of(db, scope, sums);
  return counted;
}

}  // namespace assay::store
