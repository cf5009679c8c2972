#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay::llm {

/// Characters that nobody sees and that can hide instructions or reorder what is shown.
struct InvisibleReport {
  struct Place {
    int line = 0;
    std::string_view kind;  ///< "zero-width", "bidi", "tag", "control", "invalid"
    int count = 0;
    bool operator==(const Place&) const = default;
  };
  std::vector<Place> places;  ///< one entry for each line and kind, in order of lines
};

/// Well-formed UTF-8 without zero-width, bidirectional-control, tag and variation-selector-supplement
/// characters, nor control characters other than tab and newline (a lone CR becomes a space). Lines keep
/// their numbers.
std::string remove_invisible(std::string_view code, InvisibleReport& report);

}  // namespace assay::llm
