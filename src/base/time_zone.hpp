#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace assay::base {

/// A time zone of the system's IANA database, or a fixed offset. Cheap to copy; thread-safe.
class TimeZone {
 public:
  static TimeZone utc();
  /// "UTC", "Z", an offset "+05:30" or "-0800" (at most 18 hours), or an IANA name as "Europe/Berlin".
  /// Nothing for any other text, and for names where the system has no time zone database. The first name
  /// reads the database's list, which takes some milliseconds.
  static std::optional<TimeZone> find(std::string_view name);

  /// The day there at that moment.
  std::chrono::sys_days day_of(Timestamp time) const;
  /// The first moment of that day there; where the clocks skip midnight, the one they skip to.
  Timestamp start_of(std::chrono::sys_days day) const;

 private:
  struct Rules;
  explicit TimeZone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}
  std::shared_ptr<const Rules> rules_;
};

}  // namespace assay::base
