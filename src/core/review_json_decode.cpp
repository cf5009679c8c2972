#include <algorithm>

#include "base/json_reader.hpp"
#include "core/review_json.hpp"

namespace assay::core {
namespace {

using base::JsonValue;

std::string text_of(const JsonValue& object, std::string_view key) {
  const auto value = object.find(key);
  return std::string{value ? value->as_string().value_or("") : std::string_view{}};
}

std::int64_t int_of(const JsonValue& object, std::string_view key) {
  const auto value = object.find(key);
  return value ? value->as_int().value_or(0) : 0;
}

double number_of(const JsonValue& object, std::string_view key) {
  const auto value = object.find(key);
  return value ? value->as_double().value_or(0) : 0;
}

std::vector<JsonValue> items_of(const JsonValue& object, std::string_view key) {
  const auto value = object.find(key);
  return value ? value->items() : std::vector<JsonValue>{};
}

std::vector<std::string> texts_of(const JsonValue& object, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& item : items_of(object, key)) out.emplace_back(item.as_string().value_or(""));
  return out;
}

LineRange lines_of(const JsonValue& object) {
  return {static_cast<int>(int_of(object, "start_line")), static_cast<int>(int_of(object, "end_line"))};
}

std::optional<double> optional_number(const JsonValue& object, std::string_view key) {
  const auto value = object.find(key);
  return value ? value->as_double() : std::nullopt;
}

std::optional<Issue> decode_issue(const JsonValue& object) {
  Issue issue;
  const auto severity = parse_severity(text_of(object, "severity"));
  const auto category = parse_category(text_of(object, "category"));
  if (!severity || !category) return std::nullopt;
  issue.id = text_of(object, "id");
  issue.title = text_of(object, "title");
  issue.detail = text_of(object, "detail");
  issue.severity = *severity;
  issue.category = *category;
  if (const auto start = object.find("start_line"); start && start->as_int()) issue.lines = lines_of(object);
  issue.path = text_of(object, "path");
  issue.quote = text_of(object, "quote");
  if (const auto suggestion = object.find("suggestion"); suggestion && !suggestion->is_null()) {
    issue.suggestion = Suggestion{lines_of(*suggestion), text_of(*suggestion, "replacement")};
  }
  issue.sources = texts_of(object, "sources");
  issue.rule_id = text_of(object, "rule_id");
  for (const auto& id : items_of(object, "cwe"))
    issue.cwe.push_back(static_cast<int>(id.as_int().value_or(0)));
  issue.confidence = number_of(object, "confidence");
  issue.agreement = optional_number(object, "agreement");
  issue.fingerprint = text_of(object, "fingerprint");
  for (const auto& step : items_of(object, "trace")) {
    issue.trace.push_back(
        {static_cast<int>(int_of(step, "line")), text_of(step, "note"), text_of(step, "path")});
  }
  return issue;
}

std::optional<Scores> decode_scores(const JsonValue& root) {
  const auto by_category = root.find("scores");
  if (!by_category || by_category->is_null()) return std::nullopt;
  Scores scores;
  scores.overall = static_cast<int>(int_of(root, "score"));
  for (std::size_t i = 0; i < kCategories.size(); ++i)
    scores.by_category[i] = number_of(*by_category, to_string(kCategories[i]));
  for (const auto& item : items_of(root, "score_explanation")) {
    scores.deductions.push_back({parse_category(text_of(item, "category")).value_or(Category::correctness),
                                 number_of(item, "points"), text_of(item, "reason"),
                                 text_of(item, "issue_id")});
  }
  return scores;
}

Coverage decode_coverage(const JsonValue& root) {
  Coverage coverage;
  const auto object = root.find("coverage");
  if (!object) return coverage;
  for (const auto& item : items_of(*object, "ranges")) {
    coverage.ranges.push_back({text_of(item, "reviewer"), text_of(item, "path"), lines_of(item),
                               parse_coverage_state(text_of(item, "state")).value_or(CoverageState::skipped),
                               text_of(item, "reason")});
  }
  coverage.notes = texts_of(*object, "notes");
  return coverage;
}

std::vector<Egress> decode_egress(const JsonValue& root) {
  std::vector<Egress> out;
  for (const auto& item : items_of(root, "egress")) {
    Egress receipt{text_of(item, "to"), text_of(item, "model"), int_of(item, "bytes"), {}};
    for (const auto& redaction : items_of(item, "redactions")) {
      receipt.redactions.push_back({text_of(redaction, "kind"), static_cast<int>(int_of(redaction, "line")),
                                    text_of(redaction, "path")});
    }
    out.push_back(std::move(receipt));
  }
  return out;
}

std::optional<CodeMetrics> decode_metrics(const JsonValue& root) {
  const auto object = root.find("metrics");
  if (!object || object->is_null()) return std::nullopt;
  CodeMetrics metrics;
  metrics.lines = static_cast<int>(int_of(*object, "lines"));
  metrics.sloc = static_cast<int>(int_of(*object, "sloc"));
  metrics.comment_density = number_of(*object, "comment_density");
  metrics.duplication = number_of(*object, "duplication");
  metrics.halstead_volume = number_of(*object, "halstead_volume");
  metrics.maintainability = number_of(*object, "maintainability");
  for (const auto& item : items_of(*object, "functions")) {
    metrics.functions.push_back(
        {text_of(item, "name"), lines_of(item), static_cast<int>(int_of(item, "cyclomatic")),
         static_cast<int>(int_of(item, "cognitive")), static_cast<int>(int_of(item, "length")),
         static_cast<int>(int_of(item, "nesting")), static_cast<int>(int_of(item, "parameters")),
         text_of(item, "path")});
  }
  return metrics;
}

std::optional<FilteredIssue> decode_filtered(const JsonValue& object) {
  const auto reason = parse_filter_reason(text_of(object, "reason"));
  const auto member = object.find("issue");
  auto issue = member ? decode_issue(*member) : std::nullopt;
  if (!reason || !issue) return std::nullopt;
  return FilteredIssue{*reason, text_of(object, "note"), std::move(*issue)};
}

ReviewedFile decode_file(const JsonValue& object) {
  ReviewedFile file;
  file.path = text_of(object, "path");
  file.language = parse_language(text_of(object, "language")).value_or(Language::text);
  file.lines = static_cast<int>(int_of(object, "lines"));
  if (const auto changed = object.find("changed"); changed && !changed->is_null()) {
    file.changed.emplace();
    for (const auto& range : changed->items()) file.changed->push_back(lines_of(range));
  }
  const auto complete = object.find("complete");
  file.complete = !complete || complete->as_bool().value_or(true);
  return file;
}

Usage decode_usage(const JsonValue& root) {
  Usage usage;
  const auto object = root.find("usage");
  if (!object) return usage;
  usage.calls = int_of(*object, "calls");
  usage.input_tokens = int_of(*object, "input_tokens");
  usage.output_tokens = int_of(*object, "output_tokens");
  usage.cached_tokens = int_of(*object, "cached_tokens");
  usage.cost_usd = optional_number(*object, "cost_usd");
  return usage;
}

}  // namespace

base::Result<Review> decode_review_members(std::string_view members) {
  std::string text;
  text.reserve(members.size() + 2);
  text.append("{").append(members).append("}");
  const auto document = base::JsonDocument::parse(text);
  if (!document)
    return base::fail(base::Errc::corrupt, "the stored review is damaged: " + document.error().message);
  const auto root = document->root();
  Review review;
  review.scores = decode_scores(root);
  for (const auto& item : items_of(root, "issues")) {
    auto issue = decode_issue(item);
    if (!issue)
      return base::fail(base::Errc::corrupt,
                        "the stored review has an issue of unknown severity or category");
    review.issues.push_back(std::move(*issue));
  }
  for (const auto& item : items_of(root, "filtered")) {
    auto filtered = decode_filtered(item);
    if (!filtered)
      return base::fail(base::Errc::corrupt, "the stored review has a filtered issue that can't be read");
    review.filtered.push_back(std::move(*filtered));
  }
  if (const auto counts = root.find("counts"))
    review.failed_issues = static_cast<int>(int_of(*counts, "failed"));
  for (const auto& item : items_of(root, "files")) review.files.push_back(decode_file(item));
  review.advice = texts_of(root, "suggestions");
  review.summary = text_of(root, "summary");
  review.coverage = decode_coverage(root);
  review.egress = decode_egress(root);
  review.usage = decode_usage(root);
  for (const auto& item : items_of(root, "reviewers")) {
    review.reviewers.push_back({text_of(item, "name"),
                                parse_reviewer_state(text_of(item, "status")).value_or(ReviewerState::failed),
                                text_of(item, "error"), text_of(item, "version"), int_of(item, "run_ms")});
  }
  review.metrics = decode_metrics(root);
  review.coercions = texts_of(root, "coercions");
  review.model = text_of(root, "model");
  review.prompt_version = text_of(root, "prompt_version");
  if (const auto timings = root.find("timings")) {
    review.queued_ms = int_of(*timings, "queued_ms");
    review.run_ms = int_of(*timings, "run_ms");
  }
  return review;
}

}  // namespace assay::core
