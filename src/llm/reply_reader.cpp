#include "llm/reply_reader.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/json_reader.hpp"
#include "base/utf8.hpp"
#include "llm/lenient_json.hpp"
#include "llm/members.hpp"
#include "llm/reply_search.hpp"
#include "llm/review_shape.hpp"

namespace assay::llm {
namespace {

using base::JsonValue;

constexpr int kMaxNested = 3;
constexpr std::size_t kMaxAdvice = 10;
constexpr std::size_t kMaxSentenceBytes = 2'000;
constexpr std::size_t kMaxIssues = 1'000;
// A reply that is wrong everywhere says so once in a while, not a thousand times.
constexpr std::size_t kMaxCoercions = 100;

std::string sentence(std::string_view text) {
  std::string out;
  for (const char c : base::utf8_prefix(text, kMaxSentenceBytes)) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return out;
}

// "E3", "3" or 3.
int evidence_number(const JsonValue& value) {
  if (const auto number = value.as_int())
    return *number > 0 && *number < 1'000'000 ? static_cast<int>(*number) : 0;
  auto text = value.as_string().value_or("");
  if (text.starts_with('E') || text.starts_with('e')) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number > 0 ? number : 0;
}

void read_evidence(const JsonValue& list, ParsedReply& reply) {
  for (const auto& item : list.items()) {
    const Members members(item);
    const auto id = members.find({"id", "number", "finding"});
    const auto verdict = members.find({"verdict", "confirmed", "status"});
    const auto number = id ? evidence_number(*id) : 0;
    if (number == 0 || !verdict) continue;
    auto word = std::string(verdict->as_string().value_or(""));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool yes = verdict->as_bool().value_or(word == "confirmed" || word == "confirm" || word == "true");
    const bool no = !verdict->as_bool().value_or(word != "rejected" && word != "reject" && word != "false");
    if (!yes && !no) continue;
    const auto reason = members.find({"reason", "why", "detail"});
    reply.evidence.push_back(
        {number, yes, reason ? sentence(reason->as_string().value_or("")) : std::string{}});
  }
}

void read_texts(const JsonValue& root, ParsedReply& reply) {
  const Members members(root);
  if (const auto repeated = members.repeated(); !repeated.empty() && repeated != "issues") {
    reply.coercions.push_back("\"" + sentence(repeated.substr(0, 40)) +
                              "\" stood twice in the answer; the last one counts");
  }
  if (const auto summary = members.find({"summary"}))
    reply.summary = sentence(summary->as_string().value_or(""));
  if (const auto evidence = members.find({"evidence"})) read_evidence(*evidence, reply);
  const auto advice = members.find({"advice"});
  if (!advice) return;
  if (const auto text = advice->as_string(); text && !text->empty()) reply.advice.push_back(sentence(*text));
  for (const auto& item : advice->items()) {
    const auto text = item.as_string();
    if (text && !text->empty() && reply.advice.size() < kMaxAdvice) reply.advice.push_back(sentence(*text));
  }
}

void read_issues(const JsonValue& list, ParsedReply& reply) {
  const auto items = list.type() == base::JsonType::array ? list.items() : std::vector<JsonValue>{list};
  for (const auto& item : items) {
    if (reply.issues.size() == kMaxIssues) {
      if (reply.failed_issues == 0)
        reply.coercions.push_back("only the first " + std::to_string(kMaxIssues) + " issues were read");
      ++reply.failed_issues;
    } else if (auto issue = read_draft_issue(item, reply.coercions)) {
      reply.issues.push_back(std::move(*issue));
    } else {
      ++reply.failed_issues;
    }
  }
}

base::Result<ParsedReply> read_shape(ReviewShape shape, int depth) {
  ParsedReply reply;
  reply.coercions = std::move(shape.notes);
  for (const auto& list : shape.lists) read_issues(list, reply);
  if (shape.root) read_texts(*shape.root, reply);
  if (shape.nested.empty()) return reply;
  auto lenient =
      depth < kMaxNested ? read_lenient_json(shape.nested, shape.nested.find_first_of("{[")) : std::nullopt;
  auto document = lenient ? base::JsonDocument::parse(lenient->json) : base::fail(base::Errc::corrupt, "");
  if (!document)
    return base::fail(base::Errc::corrupt, "the JSON inside a string in the model's answer is broken");
  auto inner = review_shape(document->root(), true);
  if (inner.score == 0) return base::fail(base::Errc::corrupt, "the model's answer holds no review");
  auto nested = read_shape(std::move(inner), depth + 1);
  if (!nested) return nested;
  std::move(nested->issues.begin(), nested->issues.end(), std::back_inserter(reply.issues));
  reply.failed_issues += nested->failed_issues;
  std::move(nested->coercions.begin(), nested->coercions.end(), std::back_inserter(reply.coercions));
  if (reply.summary.empty()) reply.summary = std::move(nested->summary);
  if (reply.advice.empty()) reply.advice = std::move(nested->advice);
  if (reply.evidence.empty()) reply.evidence = std::move(nested->evidence);
  return reply;
}

base::Result<ParsedReply> read_valid_utf8(std::string_view content) {
  if (const auto document = base::JsonDocument::parse(content)) {
    auto shape = review_shape(document->root(), true);
    if (shape.score > 0) return read_shape(std::move(shape), 0);
  }
  auto found = find_review(content);
  if (!found) return base::fail(std::move(found.error()));
  auto reply = read_shape(review_shape(found->document.root(), false), 0);
  if (!reply) return reply;
  const auto* note = found->repaired ? "the answer was not valid JSON and was repaired"
                                     : "text around the JSON of the answer was left out";
  reply->coercions.insert(reply->coercions.begin(), note);
  return reply;
}

}  // namespace

base::Result<ParsedReply> read_reply(std::string_view content) {
  std::string valid;
  bool replaced = false;
  bool marked = content.starts_with("\xef\xbb\xbf");
  if (marked) content.remove_prefix(3);
  if (!base::is_valid_utf8(content)) {
    valid = base::replace_invalid_utf8(content);
    content = valid;
    replaced = true;
  }
  if (content.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return base::fail(base::Errc::corrupt, "the model's answer is empty");
  }
  auto reply = read_valid_utf8(content);
  if (!reply) return reply;
  auto& notes = reply->coercions;
  if (replaced) notes.insert(notes.begin(), "bytes of the answer that are not UTF-8 were replaced");
  if (marked) notes.insert(notes.begin(), "a byte order mark before the answer was left out");
  if (notes.size() > kMaxCoercions) {
    const auto more = notes.size() - kMaxCoercions;
    notes.resize(kMaxCoercions);
    notes.push_back("and " + std::to_string(more) + " more of the kind");
  }
  return reply;
}

}  // namespace assay::llm
