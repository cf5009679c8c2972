#include "llm/draft_issue.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>

#include "base/utf8.hpp"
#include "llm/members.hpp"

namespace assay::llm {
namespace {

using base::JsonType;
using base::JsonValue;

constexpr std::size_t kMaxTitleBytes = 200;
constexpr std::size_t kMaxTextBytes = 8'000;
constexpr int kMaxLine = 100'000'000;

// Text without NUL and other control characters that nobody can see or store.
std::string clean(std::string_view text, std::size_t max_bytes) {
  std::string out(base::utf8_prefix(text, max_bytes));
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; });
  return out;
}

std::string text_of(const Members& object, std::initializer_list<std::string_view> names,
                    std::size_t max_bytes) {
  const auto value = object.find(names);
  if (!value) return {};
  if (const auto text = value->as_string()) return clean(*text, max_bytes);
  std::string joined;  // some models give a list of lines
  for (const auto& item : value->items()) {
    if (const auto line = item.as_string()) joined.append(joined.empty() ? "" : "\n").append(*line);
  }
  return clean(joined, max_bytes);
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<double> number_in(std::string_view text) {
  text = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<double> unit(double value) {
  if (value >= 0 && value <= 1) return value;
  // Above ten only per cent makes sense; from one to ten it could be of ten or per cent.
  if (value > 10 && value <= 100) return value / 100;
  return std::nullopt;
}

// Up to two numbers out of 12, 12.0, "12", "L12", "12-15", "lines 12 to 15", [12,15].
std::vector<int> line_numbers(const JsonValue& value) {
  std::vector<int> out;
  const auto add = [&](double number) {
    if (number >= 1 && number <= kMaxLine) out.push_back(static_cast<int>(number));
  };
  if (const auto number = value.as_double()) {
    add(*number);
  } else if (const auto text = value.as_string()) {
    for (const char* at = text->data(); at < text->data() + text->size() && out.size() < 2;) {
      int part = 0;
      const auto [end, error] = std::from_chars(at, text->data() + text->size(), part);
      if (error == std::errc{}) add(std::abs(part));
      at = error == std::errc{} ? end : at + 1;
    }
  } else {
    for (const auto& item : value.items()) {
      if (const auto part = item.as_double()) add(*part);
      if (out.size() == 2) break;
    }
  }
  return out;
}

std::optional<core::LineRange> read_lines(const Members& object, const std::string& title,
                                          std::vector<std::string>& coercions) {
  const auto start =
      object.find({"start_line", "line_start", "startLine", "line", "line_number", "lineNumber", "lines"});
  const auto end = object.find({"end_line", "line_end", "endLine"});
  std::vector<int> numbers = start ? line_numbers(*start) : std::vector<int>{};
  const auto is_number = [](const auto& value) { return !value || value->as_double().has_value(); };
  if (end) {
    const auto last = line_numbers(*end);
    if (!last.empty()) numbers.push_back(last.back());
  }
  if (numbers.empty()) {
    if (start || end) coercions.push_back("\"" + title + "\": line numbers that are none were left out");
    return std::nullopt;
  }
  if (!is_number(start) || !is_number(end)) {
    coercions.push_back("\"" + title + "\": line numbers given as text were read");
  } else if (start && end && numbers.size() == 1) {
    coercions.push_back("\"" + title + "\": a line number that is none was left out");
  }
  core::LineRange range{numbers.front(), numbers.back()};
  if (range.start > range.end) {
    coercions.push_back("\"" + title + "\": reversed line numbers were swapped");
    std::swap(range.start, range.end);
  }
  return range;
}

template <class Value>
Value read_word(const Members& object, std::initializer_list<std::string_view> names, std::string_view what,
                std::optional<Value> (*lookup)(std::string_view), Value otherwise, const std::string& title,
                std::vector<std::string>& coercions) {
  const auto value = object.find(names);
  const auto word = value ? value->as_string() : std::nullopt;
  const auto found = word ? lookup(*word) : std::nullopt;
  const auto result = found.value_or(otherwise);
  const auto name = core::to_string(result);
  if (!found || *word != name) {
    const std::string given = word ? "\"" + clean(*word, 40) + "\"" : "none";
    coercions.push_back("\"" + title + "\": " + std::string(what) + " " + given + " taken as " +
                        std::string(name));
  }
  return result;
}

std::vector<int> read_cwe(const Members& object) {
  const auto value = object.find({"cwe", "cwe_id", "cwes"});
  if (!value) return {};
  std::vector<int> out;
  const auto add = [&](const JsonValue& item) {
    const auto numbers = line_numbers(item);
    if (!numbers.empty() && numbers.front() < 10'000) out.push_back(numbers.front());
  };
  if (value->type() == JsonType::array) {
    for (const auto& item : value->items()) add(item);
  } else {
    add(*value);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > 5) out.resize(5);
  return out;
}

// The first sentence, for issues that come without a title.
std::string first_sentence(const std::string& detail) {
  const auto end = detail.find_first_of(".\n");
  return std::string(base::utf8_prefix(detail.substr(0, end), 120));
}

}  // namespace

std::optional<double> read_confidence(const JsonValue& value) {
  if (const auto number = value.as_double()) return unit(*number);
  const auto text = value.as_string();
  if (!text || text->size() > 32) return std::nullopt;
  const auto plain = trim(*text);
  if (plain.ends_with('%')) {
    const auto percent = number_in(plain.substr(0, plain.size() - 1));
    return percent && *percent >= 0 && *percent <= 100 ? std::optional(*percent / 100) : std::nullopt;
  }
  if (const auto slash = plain.find('/'); slash != std::string_view::npos) {
    const auto part = number_in(plain.substr(0, slash));
    const auto whole = number_in(plain.substr(slash + 1));
    return part && whole && *whole > 0 && *part >= 0 && *part <= *whole ? std::optional(*part / *whole)
                                                                        : std::nullopt;
  }
  if (const auto number = number_in(plain)) return unit(*number);
  const auto word = severity_of_word(plain);
  if (!word) return std::nullopt;
  return *word == core::Severity::high ? 0.9 : *word == core::Severity::med ? 0.6 : 0.3;
}

std::optional<DraftIssue> read_draft_issue(const JsonValue& value, std::vector<std::string>& coercions) {
  if (value.type() != JsonType::object) {
    coercions.push_back("an issue that is no object was left out");
    return std::nullopt;
  }
  const Members object(value);
  DraftIssue issue;
  issue.title = trim(text_of(object, {"title", "name", "issue", "summary"}, kMaxTitleBytes));
  issue.detail = trim(
      text_of(object, {"detail", "details", "description", "explanation", "message", "body"}, kMaxTextBytes));
  if (issue.title.empty()) issue.title = trim(first_sentence(issue.detail));
  if (issue.title.empty()) {
    coercions.push_back("an issue without title and detail was left out");
    return std::nullopt;
  }
  if (const auto repeated = object.repeated(); !repeated.empty()) {
    coercions.push_back("\"" + issue.title + "\": \"" + clean(repeated, 40) +
                        "\" stood twice; the last one counts");
  }
  issue.quote = text_of(object, {"quote", "code", "snippet", "code_snippet", "evidence"}, kMaxTextBytes);
  issue.claimed = read_lines(object, issue.title, coercions);
  issue.category = read_word(object, {"category", "type", "kind"}, "category", &category_of_word,
                             core::Category::maintainability, issue.title, coercions);
  issue.severity = read_word(object, {"severity", "priority", "level", "impact"}, "severity",
                             &severity_of_word, core::Severity::med, issue.title, coercions);
  const auto confidence = object.find({"confidence", "certainty", "probability"});
  const auto share = confidence ? read_confidence(*confidence) : std::nullopt;
  issue.confidence = share.value_or(0.5);
  if (!share) {
    coercions.push_back("\"" + issue.title + "\": confidence missing or of no clear scale, taken as 0.5");
  } else if (!confidence->as_double() || *confidence->as_double() != issue.confidence) {
    coercions.push_back("\"" + issue.title + "\": confidence brought to the scale from 0 to 1");
  }
  issue.replacement = text_of(object, {"replacement", "fix", "fixed_code", "suggested_code"}, kMaxTextBytes);
  issue.cwe = read_cwe(object);
  return issue;
}

}  // namespace assay::llm
