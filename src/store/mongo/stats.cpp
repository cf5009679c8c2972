#include "store/mongo/stats.hpp"

#include <algorithm>
#include <set>

#include "core/histogram.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/rollups.hpp"
#include "store/mongo/search_index.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

constexpr std::size_t kMostTitles = 100;
constexpr std::int64_t kMostExamples = 3;
/// Every level holds everything that was noted.
constexpr std::int64_t kRolled = std::int64_t{1} << 40;

using ByLanguage = std::map<std::string, Sums>;

/// Buckets of one level that belong to one period.
struct Part {
  int level = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::size_t period = 0;
};

void sort_counts(core::NamedCounts& counts) {
  std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
  std::ranges::sort(counts, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
}

Result<ByLanguage> sums_of(Client& client, const core::StatsQuery& query, StatsSource source) {
  ByLanguage sums;
  if (query.start && query.end && *query.start >= *query.end) return sums;
  if (source == StatsSource::documents) {
    std::vector<std::string> languages;
    if (query.language) languages.emplace_back(core::to_string(*query.language));
    return compute_sums(client, query.scope.str(), languages, query.start, query.end, Detail::all);
  }
  Rollups rollups{client, query.scope.str(), query.language, Detail::all};
  if (auto looked = rollups.look_for_news(); !looked) return base::fail(std::move(looked.error()));
  const auto parts = cover(query.start, query.end, kRolled);
  for (const auto& range : parts.buckets) {
    const auto read = rollups.read(
        range, [&](std::int64_t, const std::string& language, const Sums& its) { sums[language] += its; });
    if (!read) return base::fail(read.error());
  }
  for (const auto& range : parts.exact) {
    auto its = rollups.read(range);
    if (!its) return base::fail(std::move(its.error()));
    for (const auto& [language, of_language] : *its) sums[language] += of_language;
  }
  return sums;
}

void add_to(core::PeriodStats& to, const Sums& sums) {
  to.total += sums.total;
  to.cached += sums.cached;
  to.scored += sums.scored;
  to.score_sum += sums.score_sum;
  for (std::size_t i = 0; i < to.severities.size(); ++i) to.severities.at(i) += sums.severities.at(i);
}

/// Reads parts of one level without a gap between them in one go.
Result<void> add_parts(Rollups& rollups, const Part* begin, const Part* end,
                       std::vector<core::PeriodStats>& periods) {
  const BucketRange range{begin->level, begin->first, (end - 1)->last};
  return rollups.read(range, [&](std::int64_t bucket, const std::string&, const Sums& sums) {
    const auto* part = std::upper_bound(begin, end, bucket,
                                        [](std::int64_t its, const Part& each) { return its < each.last; });
    if (part != end) add_to(periods[part->period], sums);
  });
}

Result<std::vector<core::PeriodStats>> periods_of(Client& client, const core::StatsQuery& query,
                                                  StatsSource source) {
  std::vector<core::PeriodStats> periods;
  if (query.periods.size() < 2) return periods;
  periods.resize(query.periods.size() - 1);
  Rollups rollups{client, query.scope.str(), query.language, Detail::numbers};
  if (auto looked = rollups.look_for_news(); !looked) return base::fail(std::move(looked.error()));
  std::vector<Part> parts;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    auto its_parts = cover(query.periods[i], query.periods[i + 1], kRolled);
    if (source == StatsSource::documents) its_parts = {{}, {{query.periods[i], query.periods[i + 1]}}};
    for (const auto& range : its_parts.exact) {
      const auto sums = rollups.read(range);
      if (!sums) return base::fail(sums.error());
      for (const auto& [language, of_language] : *sums) add_to(periods[i], of_language);
    }
    // With both ends given no part is open.
    for (const auto& range : its_parts.buckets)
      parts.push_back({range.level, range.first.value_or(0), range.last.value_or(0), i});
  }
  std::ranges::stable_sort(parts, {}, [](const Part& part) { return std::pair{part.level, part.first}; });
  for (auto begin = parts.cbegin(); begin != parts.cend();) {
    auto end = begin + 1;
    while (end != parts.cend() && end->level == begin->level && end->first == (end - 1)->last) ++end;
    if (auto added = add_parts(rollups, &*begin, &*begin + (end - begin), periods); !added)
      return base::fail(std::move(added.error()));
    begin = end;
  }
  return periods;
}

/// The newest submissions of the range that have the title.
Result<void> add_examples(Client& client, const core::StatsQuery& query, const std::string& key,
                          core::IssueCount& issue) {
  Document filter{{"scope", query.scope},
                  {"words", title_mark(key)},
                  {"status", static_cast<int>(core::Status::completed)}};
  if (query.language) filter.set("language", core::to_string(*query.language));
  Document within;
  if (query.start) within.set("$gte", *query.start);
  if (query.end) within.set("$lt", *query.end);
  if (!within.empty()) filter.set("finished_at", within);
  // What was completed before a moment was submitted before it.
  if (query.end) filter.set("created_at", Document{{"$lt", *query.end}});
  FindOptions options;
  options.sort = {{"created_at", -1}, {"_id", -1}};
  options.limit = std::min(kMostExamples, issue.count);
  options.projection = {{"issues", 1}};
  const auto found = client.find(kSubmissions, filter, options);
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) {
    const auto issues = each.view().documents("issues");
    const auto its = std::ranges::find_if(issues, [&](const View& one) { return one.bytes("key") == key; });
    if (its == issues.end()) continue;
    if (issue.examples.empty()) {
      issue.severity = static_cast<core::Severity>(its->number("severity"));
      issue.category = static_cast<core::Category>(its->number("category"));
    }
    issue.examples.push_back({core::SubmissionId{each.view().text("_id")}, its->text("id")});
  }
  return {};
}

Result<void> add_titles(Client& client, const core::StatsQuery& query, const Sums& sums, core::Stats& stats) {
  struct Named {
    core::IssueCount issue;
    std::string key;
  };
  std::vector<Named> named;
  for (const auto& [key, title] : sums.titles) {
    core::IssueCount issue;
    issue.title = title.title;
    issue.rule_id = title.rule;
    issue.count = title.count;
    if (!title.rule.empty()) stats.by_rule.emplace_back(title.rule, title.count);
    named.push_back({std::move(issue), key});
  }
  sort_counts(stats.by_rule);
  std::ranges::sort(named, [](const Named& a, const Named& b) {
    const auto& [x, y] = std::tie(a.issue, b.issue);
    if (x.count != y.count) return x.count > y.count;
    return x.title != y.title ? x.title < y.title : x.rule_id < y.rule_id;
  });
  if (named.size() > kMostTitles) named.resize(kMostTitles);
  for (auto& each : named) {
    if (auto added = add_examples(client, query, each.key, each.issue); !added) return added;
    stats.common_issues.push_back(std::move(each.issue));
  }
  return {};
}

core::Histogram histogram_of(const std::map<int, std::int64_t>& bins) {
  core::Histogram histogram;
  for (const auto& [bin, count] : bins) histogram.add(bin, count);
  return histogram;
}

}  // namespace

Result<core::Stats> read_stats(Client& client, const core::StatsQuery& query, StatsSource source) {
  const auto by_language = sums_of(client, query, source);
  if (!by_language) return base::fail(by_language.error());
  core::Stats stats;
  Sums sums;
  for (const auto& [language, its] : *by_language) {
    stats.by_language.emplace_back(language, its.total);
    sums += its;
  }
  stats.total = sums.total;
  stats.cached = sums.cached;
  if (sums.scored > 0)
    stats.avg_score = static_cast<double>(sums.score_sum) / static_cast<double>(sums.scored);
  for (std::size_t i = 0; i < sums.severities.size(); ++i)
    stats.by_severity.emplace_back(core::to_string(static_cast<core::Severity>(i)), sums.severities.at(i));
  for (std::size_t i = 0; i < sums.categories.size(); ++i)
    stats.by_category.emplace_back(core::to_string(core::kCategories.at(i)), sums.categories.at(i));
  sort_counts(stats.by_language);
  sort_counts(stats.by_severity);
  sort_counts(stats.by_category);
  stats.wait = core::percentiles_of(histogram_of(sums.wait));
  stats.run = core::percentiles_of(histogram_of(sums.run));
  stats.models = sums.models;
  if (auto added = add_titles(client, query, sums, stats); !added)
    return base::fail(std::move(added.error()));
  auto periods = periods_of(client, query, source);
  if (!periods) return base::fail(std::move(periods.error()));
  stats.by_period = std::move(*periods);
  return stats;
}

}  // namespace assay::store::mongo
