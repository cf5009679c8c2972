#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"

namespace assay::core {

/// Where a request stands in a trace that others write (W3C Trace Context, level 1).
struct TraceContext {
  std::string trace_id;   ///< 32 lower-case hexadecimal digits, not all zero
  std::string parent_id;  ///< 16 likewise: the caller's span
  bool sampled = false;
  bool operator==(const TraceContext&) const = default;
};

/// Reads a value of `traceparent`; nothing for what is none. Later versions are read as far as this one knows
/// them, as the standard asks.
std::optional<TraceContext> parse_traceparent(std::string_view text);
/// "00-<trace>-<parent>-01".
std::string to_string(const TraceContext& context);
/// For a call made on behalf of this one: the same trace, a span of its own.
TraceContext child_of(const TraceContext& context, base::Random& random);

}  // namespace assay::core
