#include "llm/reply_reader.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "base/json_reader.hpp"
#include "base/utf8.hpp"
#include "llm/lenient_json.hpp"

namespace assay::llm {
namespace {

using base::JsonType;
using base::JsonValue;

constexpr int kMaxUnwraps = 3;
constexpr int kMaxFailedStarts = 64;
constexpr std::size_t kMaxAdvice = 10;
constexpr std::size_t kMaxSentenceBytes = 2'000;
constexpr std::size_t kMaxIssues = 1'000;

// How much a value looks like a review; 0: not at all.
struct Shape {
  int score = 0;
  std::optional<JsonValue> issues;  // an array
  std::optional<JsonValue> root;    // the object around it
  std::string nested;               // JSON text inside a string, still to be read
  const char* note = nullptr;
};

bool looks_like_issue(const JsonValue& value) {
  return value.find("title") || value.find("quote") || value.find("detail") || value.find("description");
}

bool is_issue_array(const JsonValue& value) {
  const auto items = value.items();
  return !items.empty() && std::all_of(items.begin(), items.end(), looks_like_issue);
}

bool starts_as_json(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

Shape shape_of(const JsonValue& value, bool whole, int unwraps);

Shape shape_of_object(const JsonValue& value, int unwraps) {
  Shape shape;
  shape.root = value;
  for (const auto name : {"issues", "findings", "problems"}) {
    const auto issues = value.find(name);
    if (!issues) continue;
    if (std::string_view(name) != "issues") shape.note = "the list of issues had another name";
    shape.score = 2 + (value.find("summary") ? 1 : 0) + (value.find("advice") ? 1 : 0);
    if (issues->type() == JsonType::array) {
      shape.issues = *issues;
    } else if (const auto text = issues->as_string(); text && starts_as_json(*text)) {
      shape.nested = *text;
      shape.note = "the list of issues was JSON inside a string";
    } else if (issues->is_null()) {
      shape.note = "null was taken as an empty list of issues";
    } else {
      return {};
    }
    return shape;
  }
  if (unwraps == kMaxUnwraps) return {};
  for (const auto& name : {"review", "result", "output", "response", "data", "code_review", "answer"}) {
    const auto inner = value.find(name);
    if (!inner) continue;
    auto found = shape_of(*inner, false, unwraps + 1);
    if (found.score == 0) continue;
    if (found.note == nullptr) found.note = "the review was wrapped in another object";
    return found;
  }
  return {};
}

Shape shape_of(const JsonValue& value, bool whole, int unwraps) {
  if (value.type() == JsonType::object) return shape_of_object(value, unwraps);
  Shape shape;
  if (value.type() == JsonType::array) {
    if (!is_issue_array(value) && !(whole && value.items().empty())) return {};
    shape.score = 1;
    shape.issues = value;
    shape.note = "the answer was a bare list of issues";
  } else if (const auto text = value.as_string(); text && starts_as_json(*text)) {
    shape.score = 1;
    shape.nested = *text;
    shape.note = "the answer was JSON inside a string";
  }
  return shape;
}

std::string sentence(std::string_view text) {
  std::string out;
  for (const char c : base::utf8_prefix(text, kMaxSentenceBytes)) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return out;
}

void read_texts(const JsonValue& root, ParsedReply& reply) {
  if (const auto summary = root.find("summary")) reply.summary = sentence(summary->as_string().value_or(""));
  const auto advice = root.find("advice");
  if (!advice) return;
  if (const auto text = advice->as_string(); text && !text->empty()) reply.advice.push_back(sentence(*text));
  for (const auto& item : advice->items()) {
    const auto text = item.as_string();
    if (text && !text->empty() && reply.advice.size() < kMaxAdvice) reply.advice.push_back(sentence(*text));
  }
}

void read_issues(const JsonValue& list, ParsedReply& reply) {
  for (const auto& item : list.items()) {
    if (reply.issues.size() == kMaxIssues) {
      reply.coercions.push_back("only the first " + std::to_string(kMaxIssues) + " issues were read");
      return;
    }
    if (auto issue = read_draft_issue(item, reply.coercions)) reply.issues.push_back(std::move(*issue));
  }
}

base::Result<ParsedReply> read_shape(const Shape& shape, int unwraps) {
  ParsedReply reply;
  if (shape.note != nullptr) reply.coercions.push_back(shape.note);
  if (!shape.nested.empty()) {
    auto lenient = unwraps < kMaxUnwraps ? read_lenient_json(shape.nested, shape.nested.find_first_of("{["))
                                         : std::nullopt;
    auto document = lenient ? base::JsonDocument::parse(lenient->json) : base::fail(base::Errc::corrupt, "");
    if (!document)
      return base::fail(base::Errc::corrupt, "the JSON inside a string in the model's answer is broken");
    const auto inner = shape_of(document->root(), true, unwraps + 1);
    if (inner.score == 0) return base::fail(base::Errc::corrupt, "the model's answer holds no review");
    auto nested = read_shape(inner, unwraps + 1);
    if (!nested) return nested;
    nested->coercions.insert(nested->coercions.begin(), reply.coercions.begin(), reply.coercions.end());
    if (nested->summary.empty() && shape.root) read_texts(*shape.root, *nested);
    return nested;
  }
  if (shape.issues) read_issues(*shape.issues, reply);
  if (shape.root) read_texts(*shape.root, reply);
  return reply;
}

// Text behind a model's thoughts.
std::string_view after_thoughts(std::string_view text) {
  const auto close = text.rfind("</think>");
  return close == std::string_view::npos ? text : text.substr(close + 8);
}

base::Result<ParsedReply> search(std::string_view text) {
  std::optional<ParsedReply> best;
  int best_score = 0;
  bool repaired = false;
  int failed = 0;
  bool cut = false;
  for (std::size_t at = text.find_first_of("{["); at != std::string_view::npos;
       at = text.find_first_of("{[", at)) {
    bool truncated = false;
    const auto value = read_lenient_json(text, at, truncated);
    if (!value) {
      // What begins here never ends; its inside must not pass for the whole.
      if (truncated && text[at] == '{') {
        cut = true;
        break;
      }
      if (++failed == kMaxFailedStarts) break;
      ++at;
      continue;
    }
    at = value->end;
    const auto document = base::JsonDocument::parse(value->json);
    if (!document) continue;
    const auto shape = shape_of(document->root(), false, 0);
    if (shape.score == 0 || shape.score < best_score) continue;
    if (auto reply = read_shape(shape, 0)) {
      best = std::move(*reply);
      best_score = shape.score;
      repaired = value->repaired;
    }
  }
  if (best) {
    best->coercions.insert(best->coercions.begin(), repaired
                                                        ? "the answer was not valid JSON and was repaired"
                                                        : "text around the JSON of the answer was left out");
    return std::move(*best);
  }
  if (cut) return base::fail(base::Errc::corrupt, "the model's answer ends in the middle");
  return base::fail(base::Errc::corrupt, "the model's answer holds no review");
}

}  // namespace

base::Result<ParsedReply> read_reply(std::string_view content) {
  std::string valid;
  std::vector<std::string> notes;
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  if (!base::is_valid_utf8(content)) {
    valid = base::replace_invalid_utf8(content);
    content = valid;
    notes.push_back("bytes of the answer that are not UTF-8 were replaced");
  }
  if (content.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return base::fail(base::Errc::corrupt, "the model's answer is empty");
  }
  auto reply = [&]() -> base::Result<ParsedReply> {
    if (const auto document = base::JsonDocument::parse(content)) {
      const auto shape = shape_of(document->root(), true, 0);
      if (shape.score > 0) return read_shape(shape, 0);
    }
    return search(after_thoughts(content));
  }();
  if (reply) reply->coercions.insert(reply->coercions.begin(), notes.begin(), notes.end());
  return reply;
}

}  // namespace assay::llm
