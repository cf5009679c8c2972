#include "core/trace_context.hpp"

#include <algorithm>

#include "base/uuid.hpp"

namespace assay::core {
namespace {

constexpr std::size_t kLength = 55;  // 2 + 1 + 32 + 1 + 16 + 1 + 2

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

std::optional<TraceContext> parse_traceparent(std::string_view text) {
  if (text.size() < kLength || text[2] != '-' || text[35] != '-' || text[52] != '-') return std::nullopt;
  const auto version = text.substr(0, 2);
  const auto trace = text.substr(3, 32);
  const auto parent = text.substr(36, 16);
  const auto flags = text.substr(53, 2);
  if (!is_hex(version) || version == "ff" || !is_hex(trace) || !is_hex(parent) || !is_hex(flags))
    return std::nullopt;
  if (is_zero(trace) || is_zero(parent)) return std::nullopt;
  // Version 00 ends here; what a later one adds is set apart by a dash.
  if (text.size() > kLength && (version == "00" || text[kLength] != '-')) return std::nullopt;
  const char low = flags[1];
  const int digit = low <= '9' ? low - '0' : low - 'a' + 10;
  return TraceContext{std::string{trace}, std::string{parent}, (digit & 1) != 0};
}

std::string to_string(const TraceContext& context) {
  return "00-" + context.trace_id + "-" + context.parent_id + (context.sampled ? "-01" : "-00");
}

TraceContext child_of(const TraceContext& context, base::Random& random) {
  const std::uint64_t span = random.next() | 1U;  // never zero
  return {context.trace_id, base::to_hex({reinterpret_cast<const char*>(&span), sizeof span}),
          context.sampled};
}

}  // namespace assay::core
