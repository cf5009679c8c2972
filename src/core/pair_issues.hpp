#pragma once
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/issue.hpp"
#include "core/review.hpp"
#include "core/submission.hpp"

namespace assay::core {

/// The texts of an input by number, and which one of the other side each is; see compare_reviews.
struct FilePairs {
  static constexpr int kNone = -1;
  std::vector<int> after_of;   ///< by number of the file before
  std::vector<int> before_of;  ///< by number of the file after
};
FilePairs pair_files(const ReviewInput& before, const ReviewInput& after);

/// Number of the text an issue is in.
int text_of(const Issue& issue, const ReviewInput& input);

/// The issues in the order of the texts and their lines.
std::vector<const Issue*> in_text_order(const std::vector<Issue>& issues, const ReviewInput& input);

/// Pairs of equal issues as places in two lists (in_text_order), ascending by the first. Swapped lists give
/// swapped pairs.
std::vector<std::pair<std::size_t, std::size_t>> pair_issues(const std::vector<const Issue*>& before,
                                                             const ReviewInput& before_input,
                                                             const std::vector<const Issue*>& after,
                                                             const ReviewInput& after_input,
                                                             const FilePairs& files);

}  // namespace assay::core
