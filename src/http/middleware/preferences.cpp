#include "http/middleware/preferences.hpp"

#include <algorithm>
#include <charconv>

#include "http/request.hpp"

namespace assay::http {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2)
                                                                       : text;
}

std::optional<std::chrono::seconds> read_seconds(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return kLongestWait;
  if (error != std::errc{} || seconds < 0) return std::nullopt;
  return std::min<std::chrono::seconds>(std::chrono::seconds{seconds}, kLongestWait);
}

}  // namespace

Preferences read_preferences(std::string_view prefer) {
  Preferences preferences;
  bool handling = false;
  while (!prefer.empty()) {
    const auto comma = prefer.find(',');
    auto one = trimmed(prefer.substr(0, comma));
    prefer = comma == std::string_view::npos ? std::string_view{} : prefer.substr(comma + 1);
    one = trimmed(one.substr(0, one.find(';')));
    const auto equals = one.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = trimmed(one.substr(0, equals));
    const auto value = unquoted(trimmed(one.substr(equals + 1)));
    if (equals_ignoring_case(name, "handling") && !handling) {
      handling = true;
      preferences.strict = equals_ignoring_case(value, "strict");
    } else if (equals_ignoring_case(name, "wait") && !preferences.wait) {
      preferences.wait = read_seconds(value);
    }
  }
  return preferences;
}

}  // namespace assay::http
