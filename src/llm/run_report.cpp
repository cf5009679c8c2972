#include "llm/run_report.hpp"

namespace assay::llm {
namespace {

constexpr std::size_t kMaxNotes = 20;
constexpr const char* kReviewer = "llm";

}  // namespace

std::vector<std::string> invisible_notes(const InvisibleReport& report) {
  std::vector<std::string> notes;
  for (const auto& place : report.places) {
    if (notes.size() == kMaxNotes) {
      notes.push_back("invisible characters were removed from further lines");
      break;
    }
    notes.push_back("line " + std::to_string(place.line) + ": " + std::to_string(place.count) + " " +
                    std::string(place.kind) + (place.count == 1 ? " character was" : " characters were") +
                    " removed before the model saw the code");
  }
  return notes;
}

std::vector<core::CoverageRange> cover(std::string_view path, std::span<const PartResult> parts,
                                       std::span<const std::string_view> lines, std::size_t max_line_bytes) {
  using State = core::CoverageState;
  std::vector<core::CoverageRange> ranges;
  for (const auto& part : parts) {
    ranges.push_back({kReviewer, std::string(path), part.lines,
                      part.reviewed ? State::reviewed : State::skipped, part.reviewed ? "" : part.reason});
  }
  int number = 0;
  for (const auto& line : lines) {
    ++number;
    if (line.size() <= max_line_bytes) continue;
    ranges.push_back({kReviewer,
                      std::string(path),
                      {number, number},
                      State::clipped,
                      "only the first " + std::to_string(max_line_bytes) + " bytes of the line were sent"});
  }
  return ranges;
}

}  // namespace assay::llm
