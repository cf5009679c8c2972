#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/review.hpp"
#include "llm/invisible.hpp"

namespace assay::llm {

/// One sentence for each line that lost invisible characters; at most twenty.
std::vector<std::string> invisible_notes(const InvisibleReport& report);

/// What became of one part of a file.
struct PartResult {
  core::LineRange lines;
  bool reviewed = false;
  std::string reason;  ///< where it was not
};

/// Every line of the parts, as reviewed or skipped, and behind them the lines that were sent cut because they
/// are longer than `max_line_bytes`.
std::vector<core::CoverageRange> cover(std::string_view path, std::span<const PartResult> parts,
                                       std::span<const std::string_view> lines, std::size_t max_line_bytes);

}  // namespace assay::llm
