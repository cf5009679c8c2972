#include "core/review_json.hpp"

#include <algorithm>
#include <cmath>

#include "base/json_writer.hpp"
#include "core/states_json.hpp"

namespace assay::core {
namespace {

using base::JsonWriter;

template <class T>
void optional_field(JsonWriter& json, std::string_view name, const std::optional<T>& value) {
  if (value) {
    json.field(name, *value);
  } else {
    json.null_field(name);
  }
}

void string_array(JsonWriter& json, std::string_view name, const std::vector<std::string>& items) {
  json.key(name).begin_array();
  for (const auto& item : items) json.value(item);
  json.end_array();
}

void write_lines(JsonWriter& json, const std::optional<LineRange>& lines) {
  if (lines) {
    json.field("start_line", lines->start).field("end_line", lines->end);
  } else {
    json.null_field("start_line").null_field("end_line");
  }
}

// states_json.cpp finds the place of the state by how this begins.
void write_issue(JsonWriter& json, const Issue& issue, const IssueState& state = {}) {
  json.begin_object().field("id", issue.id).key("state");
  write_state(json, state);
  json.field("title", issue.title).field("detail", issue.detail);
  json.field("severity", to_string(issue.severity)).field("category", to_string(issue.category));
  write_lines(json, issue.lines);
  json.field("placed", issue.lines.has_value()).field("path", issue.path).field("quote", issue.quote);
  json.key("suggestion");
  if (issue.suggestion) {
    json.begin_object()
        .field("start_line", issue.suggestion->lines.start)
        .field("end_line", issue.suggestion->lines.end);
    json.field("replacement", issue.suggestion->replacement).end_object();
  } else {
    json.null();
  }
  json.field("source", issue.sources.empty() ? std::string{} : issue.sources.front());
  string_array(json, "sources", issue.sources);
  json.field("rule_id", issue.rule_id).key("cwe").begin_array();
  for (const int id : issue.cwe) json.value(id);
  json.end_array().field("confidence", issue.confidence);
  optional_field(json, "agreement", issue.agreement);
  json.field("fingerprint", issue.fingerprint).key("trace").begin_array();
  for (const auto& step : issue.trace)
    json.begin_object()
        .field("line", step.line)
        .field("note", step.note)
        .field("path", step.path)
        .end_object();
  json.end_array().end_object();
}

/// Short forms for clients of the plain API: "title (line 3)".
void write_short_forms(JsonWriter& json, std::string_view name, const Review& review, Category category) {
  json.key(name).begin_array();
  for (const auto& issue : review.issues) {
    if (issue.category != category) continue;
    json.value(issue.lines ? issue.title + " (line " + std::to_string(issue.lines->start) + ")"
                           : issue.title);
  }
  json.end_array();
}

void write_scores(JsonWriter& json, const std::optional<Scores>& scores) {
  if (!scores) {
    json.null_field("score").null_field("scores").null_field("score_explanation");
    return;
  }
  json.field("score", scores->overall).key("scores").begin_object();
  for (std::size_t i = 0; i < kCategories.size(); ++i)
    json.field(to_string(kCategories[i]), scores->by_category[i]);
  json.end_object().key("score_explanation").begin_array();
  for (const auto& deduction : scores->deductions) {
    json.begin_object().field("category", to_string(deduction.category)).field("points", deduction.points);
    json.field("reason", deduction.reason);
    if (deduction.issue_id.empty()) {
      json.null_field("issue_id");
    } else {
      json.field("issue_id", deduction.issue_id);
    }
    json.end_object();
  }
  json.end_array();
}

void write_coverage(JsonWriter& json, const Coverage& coverage) {
  json.key("coverage").begin_object().key("ranges").begin_array();
  for (const auto& range : coverage.ranges) {
    json.begin_object().field("reviewer", range.reviewer).field("path", range.path);
    json.field("start_line", range.lines.start).field("end_line", range.lines.end);
    json.field("state", to_string(range.state)).field("reason", range.reason).end_object();
  }
  json.end_array();
  string_array(json, "notes", coverage.notes);
  json.end_object();
}

void write_egress(JsonWriter& json, const std::vector<Egress>& receipts) {
  json.key("egress").begin_array();
  for (const auto& receipt : receipts) {
    json.begin_object().field("to", receipt.to).field("model", receipt.model).field("bytes", receipt.bytes);
    json.key("redactions").begin_array();
    for (const auto& redaction : receipt.redactions) {
      json.begin_object().field("kind", redaction.kind).field("line", redaction.line);
      json.field("path", redaction.path).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_metrics(JsonWriter& json, const std::optional<CodeMetrics>& metrics) {
  json.key("metrics");
  if (!metrics) {
    json.null();
    return;
  }
  json.begin_object().field("lines", metrics->lines).field("sloc", metrics->sloc);
  json.field("comment_density", metrics->comment_density).field("duplication", metrics->duplication);
  json.field("halstead_volume", metrics->halstead_volume).field("maintainability", metrics->maintainability);
  json.key("functions").begin_array();
  for (const auto& function : metrics->functions) {
    json.begin_object().field("name", function.name).field("start_line", function.lines.start);
    json.field("end_line", function.lines.end).field("cyclomatic", function.cyclomatic);
    json.field("cognitive", function.cognitive)
        .field("length", function.length)
        .field("nesting", function.nesting);
    json.field("parameters", function.parameters).field("path", function.path).end_object();
  }
  json.end_array().end_object();
}

void write_reviewers(JsonWriter& json, const Review& review) {
  json.key("reviewers").begin_array();
  for (const auto& reviewer : review.reviewers) {
    json.begin_object().field("name", reviewer.name).field("status", to_string(reviewer.state));
    json.field("error", reviewer.error)
        .field("version", reviewer.version)
        .field("run_ms", reviewer.run_ms)
        .end_object();
  }
  json.end_array();
}

void write_usage(JsonWriter& json, const Usage& usage) {
  constexpr double kBillion = 1e9;
  json.key("usage").begin_object().field("calls", usage.calls).field("input_tokens", usage.input_tokens);
  json.field("output_tokens", usage.output_tokens).field("cached_tokens", usage.cached_tokens);
  auto cost = usage.cost_usd;
  if (cost)
    cost = std::round(*cost * kBillion) / kBillion;  // sums of prices end in noise: 0.0007344000000000001
  optional_field(json, "cost_usd", cost);
  json.end_object();
}

void write_filtered(JsonWriter& json, const Review& review) {
  json.key("filtered").begin_array();
  for (const auto& filtered : review.filtered) {
    json.begin_object().field("reason", to_string(filtered.reason)).field("note", filtered.note).key("issue");
    write_issue(json, filtered.issue);
    json.end_object();
  }
  json.end_array();
}

void write_counts(JsonWriter& json, const Review& review) {
  const auto unplaced = std::ranges::count_if(review.issues, [](const Issue& issue) { return !issue.lines; });
  json.key("counts").begin_object().field("found", review.issues.size() + review.filtered.size());
  json.field("shown", review.issues.size())
      .field("unplaced", unplaced)
      .field("filtered", review.filtered.size());
  json.field("failed", review.failed_issues).end_object();
}

void write_files(JsonWriter& json, const Review& review) {
  json.key("files").begin_array();
  for (const auto& file : review.files) {
    json.begin_object().field("path", file.path).field("language", to_string(file.language));
    json.field("lines", file.lines).key("changed");
    write_line_ranges(json, file.changed);
    json.field("complete", file.complete).end_object();
  }
  json.end_array();
}

/// The text between the outer braces.
std::string without_braces(std::string object) {
  object.pop_back();
  object.erase(0, 1);
  return object;
}

/// `words` null: Assay's own.
std::string encode_members(const Review& review, const ForeignWords* words) {
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  if (words != nullptr) {
    optional_field(json, "score", words->score);
    json.null_field("scores").null_field("score_explanation");
  } else {
    write_scores(json, review.scores);
  }
  json.key("issues").begin_array();
  for (const auto& issue : review.issues) write_issue(json, issue);
  json.end_array();
  write_filtered(json, review);
  write_counts(json, review);
  if (words != nullptr) {
    string_array(json, "security", words->security);
    string_array(json, "performance", words->performance);
  } else {
    write_short_forms(json, "security", review, Category::security);
    write_short_forms(json, "performance", review, Category::performance);
  }
  string_array(json, "suggestions", review.advice);
  json.field("summary", review.summary);
  write_files(json, review);
  write_coverage(json, review.coverage);
  write_egress(json, review.egress);
  write_usage(json, review.usage);
  write_reviewers(json, review);
  write_metrics(json, review.metrics);
  string_array(json, "coercions", review.coercions);
  json.field("model", review.model).field("prompt_version", review.prompt_version);
  json.key("timings")
      .begin_object()
      .field("queued_ms", review.queued_ms)
      .field("run_ms", review.run_ms)
      .end_object();
  json.end_object();
  return without_braces(std::move(out));
}

}  // namespace

std::string encode_issue(const Issue& issue, const IssueState& state) {
  std::string out;
  JsonWriter json{out};
  write_issue(json, issue, state);
  return out;
}

std::string encode_review_members(const Review& review) { return encode_members(review, nullptr); }
std::string encode_review_members(const Review& review, const ForeignWords& words) {
  return encode_members(review, &words);
}

std::string_view no_review_members() {
  return R"("score":null,"scores":null,"score_explanation":null,"issues":null,"filtered":null,"counts":null,"security":null,"performance":null,)"
         R"("suggestions":null,"summary":null,"files":null,"coverage":null,"egress":null,"usage":null,"reviewers":null,"metrics":null,)"
         R"("coercions":null,"model":null,"prompt_version":null,"timings":null)";
}

}  // namespace assay::core
