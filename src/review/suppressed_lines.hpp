#pragma once
#include <map>
#include <string_view>
#include <vector>

#include "core/submission.hpp"
#include "core/suppression.hpp"

namespace assay::review {

/// The comments of all files of an input that say not to show findings. The input must outlive it.
class SuppressedLines {
 public:
  explicit SuppressedLines(const core::ReviewInput& input);
  /// The comment that is about the issue; null for none.
  const core::Suppression* of(const core::Issue& issue) const;

 private:
  std::map<std::string_view, std::vector<core::Suppression>> by_path_;
};

}  // namespace assay::review
