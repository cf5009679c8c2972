#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace assay::base {

/// "2026-11-24T02:07:33.123456Z": ISO 8601 UTC with microseconds, always 27 characters.
std::string format_timestamp(Timestamp time);
/// Appends the same 27 characters.
void append_timestamp(std::string& out, Timestamp time);

/// Reads an ISO 8601 date ("2026-11-24") or date-time ("2026-11-24T02:07", seconds and up to 9 fraction
/// digits optional, 'T' or a space, "Z" or "+hh:mm" or "-hh:mm"). Without a zone it is UTC. Nothing for any
/// other text or for a date that does not exist.
struct ParsedTimestamp {
  Timestamp time;
  bool date_only = false;
};
std::optional<ParsedTimestamp> parse_timestamp(std::string_view text);

}  // namespace assay::base
