#pragma once
#include <string_view>
#include <vector>

#include "core/submission.hpp"

namespace assay::core {

/// One text under review, wherever it came from. Points into its ReviewInput.
struct InputText {
  std::string_view path;  ///< may be empty for a single text
  Language language;
  std::string_view code;
  const std::vector<LineRange>* changed = nullptr;  ///< null: the whole text is under review
  const std::vector<LineRange>* known = nullptr;    ///< null: the whole text is known
};

/// The texts of an input in order: its files, or its one code. `input` must outlive the result.
std::vector<InputText> texts_of(const ReviewInput& input);

/// Lines of a text: a last one without a newline counts.
int count_lines(std::string_view code);

/// The language of most bytes of code, the first of equals; `text` where there is nothing.
Language main_language(const std::vector<InputFile>& files);

/// True where `lines` and one of `ranges` have a line in common.
bool touches(LineRange lines, const std::vector<LineRange>& ranges);

/// Empty for a path that a submission may have; else what is wrong with it, to follow the path's name:
/// relative, parts between `/` that are neither empty nor "." nor "..", no control characters, at most 1024
/// bytes.
std::string_view path_problem(std::string_view path);

}  // namespace assay::core
