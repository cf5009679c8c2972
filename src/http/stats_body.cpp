#include "http/stats_body.hpp"

#include <algorithm>
#include <cmath>

#include "base/json_writer.hpp"
#include "base/timestamp.hpp"

namespace assay::http {
namespace {

using base::JsonWriter;

constexpr std::size_t kMostRules = 100;
constexpr std::size_t kDateLength = 10;  // of a timestamp's text

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

void write_average(JsonWriter& json, std::string_view key, std::int64_t sum, std::int64_t count) {
  json.key(key);
  if (count == 0) {
    json.null();
  } else {
    json.value(rounded(static_cast<double>(sum) / static_cast<double>(count), 100));
  }
}

void write_counts(JsonWriter& json, std::string_view key, std::string_view name_key,
                  const core::NamedCounts& counts, std::size_t most) {
  json.key(key).begin_array();
  for (std::size_t i = 0; i < std::min(most, counts.size()); ++i)
    json.begin_object().field(name_key, counts[i].first).field("count", counts[i].second).end_object();
  json.end_array();
}

void write_issues(JsonWriter& json, const std::vector<core::IssueCount>& issues) {
  json.key("common_issues").begin_array();
  for (const auto& issue : issues) json.value(issue.title);
  json.end_array().key("common_issue_counts").begin_array();
  for (const auto& issue : issues)
    json.begin_object().field("title", issue.title).field("count", issue.count).end_object();
  json.end_array().key("common_issue_details").begin_array();
  for (const auto& issue : issues) {
    json.begin_object().field("title", issue.title).field("rule_id", issue.rule_id);
    json.key("severity");
    issue.severity ? json.value(to_string(*issue.severity)) : json.null();
    json.key("category");
    issue.category ? json.value(to_string(*issue.category)) : json.null();
    json.field("count", issue.count).key("examples").begin_array();
    for (const auto& example : issue.examples) {
      json.begin_object().field("review_id", example.submission.str());
      json.field("issue_id", example.issue_id).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_days(JsonWriter& json, const core::Stats& stats, const StatsDays& days) {
  json.key("by_day").begin_array();
  for (std::size_t i = 0; i < std::min(stats.by_period.size(), days.days.size()); ++i) {
    const auto& day = stats.by_period[i];
    if (day.total == 0) continue;
    const auto text = base::format_timestamp(base::Timestamp{days.days[i]});
    json.begin_object().field("day", std::string_view{text}.substr(0, kDateLength));
    json.field("total", day.total).field("cached", day.cached);
    write_average(json, "avg_score", day.score_sum, day.scored);
    json.field("low", day.severities[0]).field("med", day.severities[1]).field("high", day.severities[2]);
    json.end_object();
  }
  json.end_array().field("time_zone", days.time_zone);
}

void write_times(JsonWriter& json, std::string_view key, const core::TimePercentiles& times) {
  const auto field = [&json](std::string_view name, const std::optional<std::int64_t>& value) {
    value ? json.field(name, *value) : json.null_field(name);
  };
  json.key(key).begin_object();
  field("p50", times.p50);
  field("p90", times.p90);
  field("p95", times.p95);
  field("p99", times.p99);
  field("max", times.max);
  json.end_object();
}

void write_cache(JsonWriter& json, const core::Stats& stats) {
  json.key("cache").begin_object().field("hits", stats.cached).field("misses", stats.total - stats.cached);
  json.key("hit_rate");
  if (stats.total == 0) {
    json.null();
  } else {
    json.value(rounded(static_cast<double>(stats.cached) / static_cast<double>(stats.total), 1e4));
  }
  json.end_object();
}

void write_usage(JsonWriter& json, const core::ModelUse& use) {
  json.key("usage").begin_object().field("calls", use.calls).field("input_tokens", use.input_tokens);
  json.field("output_tokens", use.output_tokens).field("cached_tokens", use.cached_tokens).key("cost_usd");
  // Where no price is known at all, the cost is not 0: it is not known.
  if (use.calls > 0 && use.unpriced_calls == use.calls) {
    json.null();
  } else {
    json.value(static_cast<double>(use.cost_nanos) / 1e9);
  }
  json.field("unpriced_calls", use.unpriced_calls).end_object();
}

}  // namespace

std::string write_stats(const core::Stats& stats, const StatsDays& days) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().field("total", stats.total).field("cached", stats.cached).key("avg_score");
  if (stats.avg_score) {
    json.value(rounded(*stats.avg_score, 100));
  } else {
    json.null();
  }
  write_issues(json, stats.common_issues);
  write_counts(json, "by_language", "name", stats.by_language, stats.by_language.size());
  write_counts(json, "by_severity", "name", stats.by_severity, stats.by_severity.size());
  write_counts(json, "by_category", "name", stats.by_category, stats.by_category.size());
  write_counts(json, "by_rule", "rule_id", stats.by_rule, kMostRules);
  write_days(json, stats, days);
  write_times(json, "wait_ms", stats.wait);
  write_times(json, "run_ms", stats.run);
  write_cache(json, stats);
  write_usage(json, stats.models);
  json.end_object();
  return out;
}

}  // namespace assay::http
