#include "report/sarif_report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/json_writer.hpp"
#include "core/dismissals.hpp"
#include "report/issue_texts.hpp"

namespace assay::report {
namespace {

using base::JsonWriter;

std::string_view level_of(core::Severity severity) {
  switch (severity) {
    case core::Severity::high:
      return "error";
    case core::Severity::med:
      return "warning";
    case core::Severity::low:
      return "note";
  }
  return "none";
}

/// GitHub sorts security findings by this number: 7-8.9 high, 4-6.9 medium, below low.
std::string_view security_severity(core::Severity severity) {
  switch (severity) {
    case core::Severity::high:
      return "8.0";
    case core::Severity::med:
      return "5.0";
    case core::Severity::low:
      return "2.0";
  }
  return "0.0";
}

std::string_view precision_of(double confidence) {
  if (confidence >= 0.9) return "very-high";
  if (confidence >= 0.75) return "high";
  return confidence >= 0.5 ? "medium" : "low";
}

void write_message(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name).begin_object().field("text", text).end_object();
}

void write_artifact(JsonWriter& json, const std::string& uri) {
  json.key("artifactLocation").begin_object().field("uri", uri).end_object();
}

void write_physical(JsonWriter& json, const std::string& uri, const core::LineRange* lines,
                    std::string_view snippet) {
  json.key("physicalLocation").begin_object();
  write_artifact(json, uri);
  if (lines != nullptr) {
    json.key("region").begin_object().field("startLine", lines->start).field("endLine", lines->end);
    if (!snippet.empty()) write_message(json, "snippet", snippet);
    json.end_object();
  }
  json.end_object();
}

void write_fix(JsonWriter& json, const std::string& uri, const core::Suggestion& suggestion) {
  json.key("fixes").begin_array().begin_object();
  write_message(json, "description", "Replace the lines as suggested");
  json.key("artifactChanges").begin_array().begin_object();
  write_artifact(json, uri);
  json.key("replacements").begin_array().begin_object().key("deletedRegion").begin_object();
  if (suggestion.replacement.empty()) {
    // Up to the start of the next line, or an empty line would stay behind.
    json.field("startLine", suggestion.lines.start).field("startColumn", 1);
    json.field("endLine", suggestion.lines.end + 1).field("endColumn", 1).end_object();
  } else {
    json.field("startLine", suggestion.lines.start).field("endLine", suggestion.lines.end).end_object();
    write_message(json, "insertedContent", suggestion.replacement);
  }
  json.end_object().end_array().end_object().end_array().end_object().end_array();
}

void write_flow(JsonWriter& json, const std::string& uri, const std::vector<core::PathStep>& trace) {
  json.key("codeFlows").begin_array().begin_object().key("threadFlows").begin_array().begin_object();
  json.key("locations").begin_array();
  for (const auto& step : trace) {
    const core::LineRange line{step.line, step.line};
    json.begin_object().key("location").begin_object();
    write_physical(json, uri, &line, {});
    write_message(json, "message", step.note);
    json.end_object().end_object();
  }
  json.end_array().end_object().end_array().end_object().end_array();
}

void write_result_properties(JsonWriter& json, const core::Issue& issue) {
  json.key("properties").begin_object().field("confidence", issue.confidence);
  json.field("severity", core::to_string(issue.severity)).field("category", core::to_string(issue.category));
  json.key("sources").begin_array();
  for (const auto& source : issue.sources) json.value(source);
  json.end_array();
  if (issue.agreement) json.field("agreement", *issue.agreement);
  json.field("placed", issue.lines.has_value()).end_object();
}

}  // namespace

std::string path_to_uri(std::string_view path) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  while (path.starts_with("./")) path.remove_prefix(2);
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    std::array<char, 4> escaped{};
    std::snprintf(escaped.data(), escaped.size(), "%%%02X",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    uri += escaped.data();
  }
  return uri;
}

std::size_t SarifReport::rule_index(const core::Issue& issue) {
  const auto id = rule_name(issue);
  const auto [entry, is_new] = rule_by_id_.emplace(id, rules_.size());
  if (is_new) {
    const auto title = issue.rule_id.empty()
                           ? "A model's finding about " + std::string{core::to_string(issue.category)}
                           : issue.title;
    rules_.push_back({id, title, issue.severity, issue.category, issue.cwe, issue.confidence});
  } else {
    auto& rule = rules_[entry->second];
    rule.severity = std::max(rule.severity, issue.severity);
  }
  return entry->second;
}

void SarifReport::write_result(std::string& out, const FileReview& file, const core::Issue& issue,
                               const core::FilteredIssue* filtered) {
  const auto uri = path_to_uri(path_of(file, issue));
  const auto index = rule_index(issue);
  JsonWriter json{out};
  json.begin_object()
      .field("ruleId", rules_[index].id)
      .field("ruleIndex", index)
      .field("level", level_of(issue.severity));
  write_message(json, "message", full_text(issue));
  json.key("locations").begin_array().begin_object();
  write_physical(json, uri, issue.lines ? &*issue.lines : nullptr, issue.quote);
  json.end_object().end_array();
  json.key("partialFingerprints").begin_object().field("assayIssue/v1", issue.fingerprint).end_object();
  if (issue.suggestion) write_fix(json, uri, *issue.suggestion);
  if (!issue.trace.empty()) write_flow(json, uri, issue.trace);
  if (filtered != nullptr) {
    const bool by_comment =
        filtered->reason == core::FilterReason::suppressed && !core::is_dismissal(*filtered);
    json.key("suppressions").begin_array().begin_object().field("kind", by_comment ? "inSource" : "external");
    const std::string reason{core::to_string(filtered->reason)};
    json.field("justification", filtered->note.empty() ? reason : reason + ": " + filtered->note);
    json.end_object().end_array();
  }
  write_result_properties(json, issue);
  json.end_object();
}

void SarifReport::begin(std::string& out) {
  out +=
      R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[)";
}

void SarifReport::add(std::string& out, const FileReview& file) {
  if (file.review) {
    for (const auto& issue : file.review->issues) {
      out += first_ ? "\n" : ",\n";
      first_ = false;
      write_result(out, file, issue, nullptr);
    }
    for (const auto& filtered : file.review->filtered) {
      out += first_ ? "\n" : ",\n";
      first_ = false;
      write_result(out, file, filtered.issue, &filtered);
    }
  }
  failed_ = failed_ || file.status == FileStatus::failed;
  // Whole folders of binaries would otherwise be kept in memory for the end.
  constexpr std::size_t kMostNotifications = 1000;
  if (file.status != FileStatus::completed && notifications_.size() < kMostNotifications) {
    notifications_.push_back({path_to_uri(file.path), std::string{to_string(file.status)} + ": " + file.error,
                              file.status == FileStatus::failed});
  }
}

void SarifReport::finish(std::string& out, const Totals&) {
  out += "\n],\"columnKind\":\"utf16CodeUnits\",\"invocations\":[";
  JsonWriter json{out};
  json.begin_object().field("executionSuccessful", !failed_).key("toolExecutionNotifications").begin_array();
  for (const auto& notification : notifications_) {
    json.begin_object().field("level", notification.failed ? "error" : "note");
    write_message(json, "message", notification.text);
    json.key("locations").begin_array().begin_object();
    write_physical(json, notification.uri, nullptr, {});
    json.end_object().end_array().end_object();
  }
  json.end_array().end_object();
  out += "],\"tool\":{\"driver\":";
  JsonWriter driver{out};
  driver.begin_object().field("name", "Assay");
  if (!version_.empty()) driver.field("semanticVersion", version_);
  driver.key("rules").begin_array();
  for (const auto& rule : rules_) {
    driver.begin_object().field("id", rule.id);
    write_message(driver, "shortDescription", rule.title);
    driver.key("defaultConfiguration").begin_object().field("level", level_of(rule.severity)).end_object();
    driver.key("properties").begin_object().field("precision", precision_of(rule.confidence));
    if (rule.category == core::Category::security)
      driver.field("security-severity", security_severity(rule.severity));
    driver.key("tags").begin_array().value(core::to_string(rule.category));
    for (const int cwe : rule.cwe) driver.value("external/cwe/cwe-" + std::to_string(cwe));
    driver.end_array().end_object().end_object();
  }
  driver.end_array().end_object();
  out += "}}]}\n";
}

}  // namespace assay::report
