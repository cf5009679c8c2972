#include <algorithm>
#include <array>

#include "analysis/linters/linter.hpp"

namespace assay::analysis {

std::span<const Linter* const> all_linters() {
  static constexpr std::array kAll = {&kCppcheck, &kEslint, &kGofmt,      &kOxlint,  &kPhpLint,
                                      &kRubocop,  &kRuff,   &kShellcheck, &kYamllint};
  return kAll;
}

const LinterRow* row_of(const Linter& linter, std::string_view code) {
  const auto fits = [code](const LinterRow& row) {
    if (row.code.ends_with('*')) return code.starts_with(row.code.substr(0, row.code.size() - 1));
    return row.code == code;
  };
  const auto found = std::find_if(linter.rows.begin(), linter.rows.end(), fits);
  return found == linter.rows.end() ? nullptr : &*found;
}

}  // namespace assay::analysis
