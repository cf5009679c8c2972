#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"

namespace assay::core {

/// `start` inclusive, `end` exclusive, by the time a review was completed for a submission.
struct StatsQuery {
  Scope scope;
  std::optional<Language> language;
  std::optional<base::Timestamp> start;
  std::optional<base::Timestamp> end;
  /// Bounds of the periods of Stats::by_period, ascending: one period lies between each two.
  std::vector<base::Timestamp> periods;
};

/// Name and count; most frequent first, equal ones by name.
using NamedCounts = std::vector<std::pair<std::string, std::int64_t>>;

/// One issue in the review of one submission.
struct IssueExample {
  SubmissionId submission;
  std::string issue_id;
  bool operator==(const IssueExample&) const = default;
};

/// Issues of one rule or, from a model, of one title (store/issue_title.hpp).
struct IssueCount {
  std::string title;
  std::string rule_id;  ///< empty: of no rule
  std::int64_t count = 0;
  /// The newest submissions first, <= 3; they may lag a second behind the count.
  std::vector<IssueExample> examples;
  std::optional<Severity> severity;  ///< in the first example; absent without one
  std::optional<Category> category;
  bool operator==(const IssueCount&) const = default;
};

/// Milliseconds, within 2 % (histogram.hpp); absent without any.
struct TimePercentiles {
  std::int64_t count = 0;
  std::optional<std::int64_t> p50;
  std::optional<std::int64_t> p90;
  std::optional<std::int64_t> p95;
  std::optional<std::int64_t> p99;
  std::optional<std::int64_t> max;
  bool operator==(const TimePercentiles&) const = default;
};

/// What models took, over the reviews that were made in the range and still exist, failed ones included. A
/// review counts once, however many submissions it answered.
struct ModelUse {
  std::int64_t reviews = 0;  ///< that asked a model
  std::int64_t calls = 0;
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t cached_tokens = 0;
  std::int64_t cost_nanos = 0;      ///< billionths of a US dollar, of those with a known price
  std::int64_t unpriced_calls = 0;  ///< calls of reviews whose price is not known

  ModelUse& operator+=(const ModelUse& other);
  bool operator==(const ModelUse&) const = default;
};

struct PeriodStats {
  std::int64_t total = 0;
  std::int64_t cached = 0;
  std::int64_t scored = 0;
  std::int64_t score_sum = 0;
  std::array<std::int64_t, 3> severities{};  ///< issues: low, med, high
  bool operator==(const PeriodStats&) const = default;
};

struct Stats {
  std::int64_t total = 0;  ///< completed submissions that have a review, cached ones included
  std::int64_t cached = 0;
  std::optional<double> avg_score;        ///< not rounded; absent without any
  std::vector<IssueCount> common_issues;  ///< most frequent first, equal ones by title; <= 100
  NamedCounts by_language;
  NamedCounts by_severity;
  NamedCounts by_category;
  NamedCounts by_rule;   ///< issues, by rule id
  TimePercentiles wait;  ///< from the submission to the start of the work; cached ones left out
  TimePercentiles run;   ///< of the work; likewise
  ModelUse models;
  std::vector<PeriodStats> by_period;  ///< one less than StatsQuery::periods, not cut by `start` and `end`
};

class Histogram;
struct Usage;

/// Of one review; all zero where no model was asked.
ModelUse model_use(const Usage& usage);
TimePercentiles percentiles_of(const Histogram& times);

}  // namespace assay::core
