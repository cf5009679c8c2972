#include "http/history/summary_row.hpp"

#include <array>
#include <optional>
#include <string_view>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "http/review_body.hpp"

namespace assay::http {
namespace {

using base::JsonType;
using base::JsonValue;

/// Of the review's members those that are written as they are stored.
constexpr std::array<std::string_view, 6> kKept{"score", "scores", "counts", "summary", "model", "timings"};
constexpr std::array<std::string_view, 3> kSeverities{"high", "med", "low"};

/// Null, a number, a string, or an object of those: all that is kept is one of them.
void write(base::JsonWriter& json, const std::optional<JsonValue>& value) {
  if (!value) {
    json.null();
  } else if (const auto whole = value->as_int()) {
    json.value(*whole);
  } else if (const auto number = value->as_double()) {
    json.value(*number);
  } else if (const auto text = value->as_string()) {
    json.value(*text);
  } else if (value->type() == JsonType::object) {
    json.begin_object();
    for (const auto& [name, member] : value->members()) {
      json.key(name);
      write(json, member);
    }
    json.end_object();
  } else {
    json.null();
  }
}

/// How many issues there are of each severity; null where there is no review.
void write_severities(base::JsonWriter& json, const std::optional<JsonValue>& issues) {
  json.key("severities");
  if (!issues || issues->is_null()) {
    json.null();
    return;
  }
  std::array<std::int64_t, kSeverities.size()> counts{};
  for (const auto& issue : issues->items()) {
    const auto severity = issue.find("severity");
    for (std::size_t i = 0; severity && i < counts.size(); ++i)
      counts[i] += severity->as_string() == kSeverities[i] ? 1 : 0;
  }
  json.begin_object();
  for (std::size_t i = 0; i < counts.size(); ++i) json.field(kSeverities[i], counts[i]);
  json.end_object();
}

}  // namespace

void append_summary(std::string& out, const core::SubmissionRecord& record) {
  std::optional<base::JsonDocument> stored;
  if (record.review_members) {
    if (auto parsed = base::JsonDocument::parse("{" + *record.review_members + "}"))
      stored = std::move(*parsed);
  }
  const auto member = [&](std::string_view name) {
    return stored ? stored->root().find(name) : std::optional<JsonValue>{};
  };
  std::string review;
  base::JsonWriter json{review};
  json.begin_object();
  for (const auto name : kKept) {
    json.key(name);
    write(json, member(name));
  }
  write_severities(json, member("issues"));
  json.end_object();
  out.push_back('{');
  append_envelope(out, record.submission);
  out.append(review, 1);  // without its brace: the envelope ends with a comma
}

}  // namespace assay::http
