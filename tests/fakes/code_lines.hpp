#pragma once
#include <string_view>
#include <vector>

namespace assay::fakes {

/// One line of the code under review as the prompt shows it. `text` points into the prompt.
struct CodeLine {
  int number = 0;
  std::string_view text;
};

/// The code in a prompt: its numbered lines ("  12| text", numbers rising). A prompt without any is read as
/// the content of its first ``` fence, and without a fence as a whole; lines are then counted from 1.
std::vector<CodeLine> find_code_lines(std::string_view prompt);

}  // namespace assay::fakes
