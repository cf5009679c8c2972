#include "llm/calls/chat_failure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.hpp"

namespace assay::llm {
namespace {

using base::Micros;

constexpr std::size_t kMaxQuotedBytes = 300;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t size) {
  if (at + size > text.size()) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + size, value);
  return error == std::errc{} && end == text.data() + at + size ? std::optional(value) : std::nullopt;
}

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, IMF-fixdate).
std::optional<base::Timestamp> http_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = digits(text, 5, 2), year = digits(text, 12, 4);
  const auto hour = digits(text, 17, 2), minute = digits(text, 20, 2), second = digits(text, 23, 2);
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second};
}

std::optional<Micros> positive(double seconds) {
  // A day: longer than anything that is meant, and safe to compute with.
  if (!(seconds > 0)) return std::nullopt;
  return Micros{static_cast<std::int64_t>(std::min(seconds, 86'400.0) * 1e6)};
}

bool is_quota(const ApiErrorText& error) {
  for (const auto* text : {&error.code, &error.type}) {
    if (*text == "insufficient_quota" || *text == "billing_hard_limit_reached" || *text == "billing_error" ||
        *text == "insufficient_balance" || text->ends_with("spend_limit_exceeded") ||
        text->find("PerDay") != std::string::npos) {
      return true;
    }
  }
  const auto message = lower(error.message);
  return message.find("exceeded your current quota") != std::string::npos ||
         message.find("credit balance is too low") != std::string::npos ||
         message.find("perday") != std::string::npos;
}

// The provider's filter stopped the prompt before any answer (Azure, OpenAI).
bool is_filtered(const ApiErrorText& error) {
  return error.code == "content_filter" || error.code == "content_policy_violation";
}

// Gemini answers 400 for a key that it does not know.
bool is_bad_key(const ApiErrorText& error) {
  return error.code == "API_KEY_INVALID" || error.code == "invalid_api_key" ||
         error.type == "authentication_error";
}

std::string with_words(std::string sentence, const ApiErrorText& error) {
  const auto& words = error.message.empty() ? error.code : error.message;
  if (!words.empty()) sentence.append(": ").append(base::utf8_prefix(words, kMaxQuotedBytes));
  return sentence;
}

FailureKind kind_of_status(int status, const ApiErrorText& error) {
  // Gemini says "exceeded your current quota" for a minute's quota too; a time to come back tells them apart.
  const bool told_to_wait = error.retry_after && error.code.find("PerDay") == std::string::npos;
  if (status == 402 || (status < 500 && is_quota(error) && !told_to_wait)) return FailureKind::quota;
  if (status < 500 && is_filtered(error)) return FailureKind::refused;
  if (status < 500 && is_bad_key(error)) return FailureKind::auth;
  if (status == 429) return FailureKind::rate_limited;
  if (status == 401 || status == 403) return FailureKind::auth;
  if (status == 404) return FailureKind::not_found;
  if (status == 408 || status == 409 || status >= 500) return FailureKind::overloaded;
  if (status < 400) return FailureKind::bad_reply;
  return FailureKind::bad_request;
}

std::string sentence_of(FailureKind kind, int status) {
  const auto number_text = " (" + std::to_string(status) + ")";
  switch (kind) {
    case FailureKind::quota:
      return "The provider says that the credit or quota is used up" + number_text;
    case FailureKind::rate_limited:
      return "The provider asks to slow down" + number_text;
    case FailureKind::auth:
      return "The provider does not accept the key" + number_text;
    case FailureKind::not_found:
      return "The provider knows neither this model nor this address" + number_text;
    case FailureKind::overloaded:
      return "The provider has a problem of its own" + number_text;
    case FailureKind::refused:
      return "The provider's content filter stopped the review of this code" + number_text;
    case FailureKind::bad_reply:
      return "The provider sent a redirect, which is never followed; check the base URL" + number_text;
    default:
      return "The provider refused the request" + number_text;
  }
}

// An error inside of a stream has no status, only words.
FailureKind kind_of_words(const ApiErrorText& error) {
  if (is_quota(error)) return FailureKind::quota;
  if (is_filtered(error)) return FailureKind::refused;
  if (is_bad_key(error) || error.type == "permission_error") return FailureKind::auth;
  if (error.type == "not_found_error") return FailureKind::not_found;
  if (error.code == "rate_limit_exceeded" || error.type == "rate_limit_error" ||
      error.type == "RESOURCE_EXHAUSTED") {
    return FailureKind::rate_limited;
  }
  if (error.type == "invalid_request_error" || error.type == "INVALID_ARGUMENT")
    return FailureKind::bad_request;
  return FailureKind::overloaded;
}

}  // namespace

std::string_view to_string(FailureKind kind) {
  switch (kind) {
    case FailureKind::cancelled:
      return "cancelled";
    case FailureKind::timeout:
      return "timeout";
    case FailureKind::network:
      return "network";
    case FailureKind::incomplete:
      return "incomplete";
    case FailureKind::overloaded:
      return "overloaded";
    case FailureKind::rate_limited:
      return "rate_limited";
    case FailureKind::quota:
      return "quota";
    case FailureKind::auth:
      return "auth";
    case FailureKind::not_found:
      return "not_found";
    case FailureKind::bad_request:
      return "bad_request";
    case FailureKind::bad_reply:
      return "bad_reply";
    case FailureKind::too_large:
      return "too_large";
    case FailureKind::forbidden_host:
      return "forbidden_host";
    case FailureKind::refused:
      return "refused";
  }
  return "";
}

std::optional<Micros> read_retry_after(const RetryHeaders& headers, base::Timestamp now) {
  if (const auto ms = number(headers.retry_after_ms)) return positive(*ms / 1'000);
  if (const auto seconds = number(headers.retry_after)) return positive(*seconds);
  const auto date = http_date(headers.retry_after);
  return date ? positive(std::chrono::duration<double>(*date - now).count()) : std::nullopt;
}

ChatFailure classify_status(int status, const ApiErrorText& error, const RetryHeaders& headers,
                            base::Timestamp now) {
  ChatFailure failure;
  failure.kind = kind_of_status(status, error);
  failure.message = with_words(sentence_of(failure.kind, status), error);
  failure.retry_after = read_retry_after(headers, now);
  if (!failure.retry_after) failure.retry_after = error.retry_after;
  if (headers.should_retry == "true" || headers.should_retry == "false")
    failure.should_retry = headers.should_retry == "true";
  return failure;
}

ChatFailure classify_stream_error(const ApiErrorText& error) {
  ChatFailure failure;
  const auto code = number(error.code);  // OpenRouter sends the status as the code
  if (code && *code >= 400 && *code < 600) {
    failure.kind = kind_of_status(static_cast<int>(*code), error);
  } else {
    failure.kind = kind_of_words(error);
  }
  failure.retry_after = error.retry_after;
  failure.message = with_words("The provider broke its answer off with an error", error);
  return failure;
}

std::optional<Dialect> adapt(const Dialect& dialect, int status, const ApiErrorText& error) {
  if (status != 400 && status != 422) return std::nullopt;
  enum class Part { schema, new_limit, old_limit, temperature, stream_options };
  static constexpr std::pair<std::string_view, Part> kWords[] = {
      {"response_format", Part::schema},
      {"json_schema", Part::schema},
      {"json_object", Part::schema},
      {"structured output", Part::schema},
      {"text.format", Part::schema},
      {"output_config", Part::schema},
      {"output_format", Part::schema},
      {"tool_choice", Part::schema},
      {"tools", Part::schema},
      {"response_mime_type", Part::schema},
      {"responsemimetype", Part::schema},
      {"schema", Part::schema},
      {"grammar", Part::schema},
      {"max_completion_tokens", Part::new_limit},
      {"max_tokens", Part::old_limit},
      {"temperature", Part::temperature},
      {"stream_options", Part::stream_options},
      {"include_usage", Part::stream_options},
  };
  // The part at fault is the parameter named, else the one that the message mentions first.
  const auto words = lower(error.parameter.empty() ? error.message + " " + error.code : error.parameter);
  std::size_t first = std::string::npos;
  Part part{};
  for (const auto& [word, what] : kWords) {
    if (const auto at = words.find(word); at < first) {
      first = at;
      part = what;
    }
  }
  if (first == std::string::npos) return std::nullopt;
  // A limit that is known but too large is no question of its name.
  const auto message = lower(error.message);
  const bool too_large = message.find("too large") != std::string::npos ||
                         message.find("at most") != std::string::npos ||
                         message.find("maximum") != std::string::npos;
  if (too_large && (part == Part::new_limit || part == Part::old_limit)) return std::nullopt;
  auto next = dialect;
  switch (part) {
    case Part::schema:
      if (dialect.schema == SchemaMode::prompt_only) return std::nullopt;
      next.schema = dialect.schema == SchemaMode::strict ? SchemaMode::json_object : SchemaMode::prompt_only;
      break;
    case Part::new_limit:
      next.new_token_limit = false;
      break;
    case Part::old_limit:
      next.new_token_limit = true;
      break;
    case Part::temperature:
      next.temperature = false;
      break;
    case Part::stream_options:
      next.stream_usage = false;
      break;
  }
  return next == dialect ? std::nullopt : std::optional(next);
}

}  // namespace assay::llm
