#include "review/suppressed_lines.hpp"

#include "core/input_files.hpp"

namespace assay::review {

SuppressedLines::SuppressedLines(const core::ReviewInput& input) {
  for (const auto& text : core::texts_of(input)) {
    auto found = core::find_suppressions(text.code);
    if (!found.empty()) by_path_.emplace(text.path, std::move(found));
  }
}

const core::Suppression* SuppressedLines::of(const core::Issue& issue) const {
  // A reviewer of one text need not name it.
  const auto file = issue.path.empty() && by_path_.size() == 1 ? by_path_.begin() : by_path_.find(issue.path);
  return file == by_path_.end() ? nullptr : core::suppression_of(issue, file->second);
}

}  // namespace assay::review
