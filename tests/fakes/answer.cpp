#include "fakes/answer.hpp"

#include "base/json_writer.hpp"

namespace assay::fakes {
namespace {

void write_issue(base::JsonWriter& json, const FakeIssue& issue) {
  json.begin_object();
  json.field("quote", issue.quote).field("start_line", issue.start_line).field("end_line", issue.end_line);
  json.field("title", issue.title).field("detail", issue.detail);
  json.field("category", issue.category).field("severity", issue.severity).field("cwe", issue.cwe);
  json.field("confidence", issue.confidence);
  json.field("replacement", issue.replacement);
  json.end_object();
}

}  // namespace

std::string encode_review(const FakeReview& review) {
  std::string out;
  out.reserve(256 + review.issues.size() * 512);
  base::JsonWriter json(out);
  json.begin_object();
  json.key("issues").begin_array();
  for (const auto& issue : review.issues) write_issue(json, issue);
  json.end_array();
  json.key("advice").begin_array();
  for (const auto& sentence : review.advice) json.value(sentence);
  json.end_array();
  json.field("summary", review.summary);
  json.end_object();
  return out;
}

std::size_t count_tokens(std::size_t bytes) { return (bytes + 3) / 4; }

}  // namespace assay::fakes
