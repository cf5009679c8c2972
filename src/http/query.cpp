#include "http/query.hpp"

#include <charconv>

#include "base/timestamp.hpp"
#include "base/utf8.hpp"

namespace assay::http {
namespace {

constexpr std::size_t kQuotedBytes = 64;  // of a client's value in a message

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out.push_back(' ');
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

tl::unexpected<base::Error> refuse(std::string_view name, std::string_view value, std::string_view allowed) {
  std::string shown = base::replace_invalid_utf8(base::utf8_prefix(value, kQuotedBytes));
  if (shown.size() < value.size()) shown.append("…");
  return base::fail(
      base::Errc::invalid_argument,
      std::string{"\""}.append(name).append("\" must be ").append(allowed).append(", not \"") + shown + "\".",
      std::string{name});
}

template <class Value>
base::Result<std::optional<Value>> choice(std::string_view name, std::optional<std::string_view> value,
                                          std::optional<Value> (*parse)(std::string_view),
                                          std::string_view allowed) {
  if (!value) return std::nullopt;
  const auto parsed = parse(*value);
  if (!parsed) return refuse(name, *value, allowed);
  return parsed;
}

}  // namespace

base::Result<Query> Query::parse(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (part.empty()) continue;
    const auto equals = part.find('=');
    auto name = decode(part.substr(0, equals));
    auto value = decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1));
    if (!name || !value) {
      return base::fail(base::Errc::invalid_argument,
                        "The query has a percent sign without two hexadecimal digits.");
    }
    query.parameters_.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

std::optional<std::string_view> Query::text(std::string_view name) const {
  for (auto at = parameters_.rbegin(); at != parameters_.rend(); ++at) {
    if (at->first != name) continue;
    if (at->second.empty()) return std::nullopt;
    return at->second;
  }
  return std::nullopt;
}

base::Result<std::optional<std::int64_t>> Query::integer(std::string_view name, std::int64_t least,
                                                         std::int64_t most) const {
  const auto value = text(name);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  if (error != std::errc{} || end != value->data() + value->size() || number < least || number > most) {
    return refuse(name, *value, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return number;
}

base::Result<std::optional<core::Language>> Query::language(std::string_view name) const {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto language = core::parse_language(*value);
  if (!language || *language == core::Language::automatic) {
    return refuse(name, *value, "one of " + language_names(AutoLanguage::left_out));
  }
  return language;
}

base::Result<std::optional<core::Status>> Query::status(std::string_view name) const {
  return choice(name, text(name), core::parse_status,
                "one of pending, in_progress, completed, failed, cancelled");
}

base::Result<std::optional<core::Severity>> Query::severity(std::string_view name) const {
  return choice(name, text(name), core::parse_severity, "one of low, med, high");
}

base::Result<std::optional<core::Category>> Query::category(std::string_view name) const {
  return choice(name, text(name), core::parse_category,
                "one of correctness, security, performance, readability, maintainability, testability");
}

base::Result<std::optional<core::HistoryOrder>> Query::order(std::string_view name) const {
  return choice(name, text(name), core::parse_history_order,
                "one of newest, oldest, highest_score, lowest_score");
}

base::Result<std::optional<base::Timestamp>> Query::timestamp(std::string_view name,
                                                              DateMeans date_means) const {
  const auto value = text(name);
  if (!value) return std::nullopt;
  auto parsed = base::parse_timestamp(*value);
  if (!parsed) {
    // A '+' of a zone that was not encoded has become a space.
    std::string repaired{*value};
    const auto space = repaired.rfind(' ');
    if (space != std::string::npos && space > 10) {
      repaired[space] = '+';
      parsed = base::parse_timestamp(repaired);
    }
  }
  if (!parsed)
    return refuse(name, *value, "an ISO 8601 date or date-time, as 2026-11-24 or 2026-11-24T02:07:33Z");
  if (parsed->date_only && date_means == DateMeans::end_of_day) {
    return parsed->time + std::chrono::days{1} - base::Micros{1};
  }
  return parsed->time;
}

std::string language_names(AutoLanguage automatic) {
  std::string out;
  for (const auto language : core::all_languages()) {
    if (language == core::Language::automatic && automatic == AutoLanguage::left_out) continue;
    out.append(out.empty() ? "" : ", ").append(to_string(language));
  }
  return out;
}

}  // namespace assay::http
