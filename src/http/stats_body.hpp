#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "core/statistics.hpp"

namespace assay::http {

/// The days of a time zone that statistics are asked for: day i lies between bounds i and i + 1.
struct StatsDays {
  std::string time_zone;
  std::vector<std::chrono::sys_days> days;
  std::vector<base::Timestamp> bounds;
};

/// The object `Stats` of api/openapi.json; `days` are those of its by_period.
std::string write_stats(const core::Stats& stats, const StatsDays& days);

}  // namespace assay::http
