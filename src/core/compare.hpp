#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/review.hpp"
#include "core/submission.hpp"

namespace assay::core {

/// One side of a comparison: a review and what it is about. Both outlive the call and its result.
struct ComparedSide {
  const Review& review;
  const ReviewInput& input;
};

/// Why an issue is not in the later review.
enum class GoneReason : std::uint8_t {
  code_changed,    ///< fixed: the code around it is another, and its reviewer looked at it again
  code_unchanged,  ///< the code is as before, so nobody can have fixed it: a model did not say it again
  not_reviewed,    ///< its reviewer did not run, failed, or passed over the file
  filtered,        ///< found again and not shown
  file_absent,
};
std::string_view to_string(GoneReason reason);

struct GoneIssue {
  const Issue* issue;
  GoneReason reason;
};
struct NewIssue {
  const Issue* issue;
  bool code_changed;  ///< false: its code is as before, so it was there and not found; judged as for fixed
                      ///< ones
};
struct PersistingIssue {
  const Issue* before;
  const Issue* after;
  bool moved;  ///< other lines or another path
};

/// What became of the shown issues from one review to another, each list in the order of the files and lines.
/// Compared the other way round, `appeared` are the issues of `fixed` and `not_redetected`, and `persisting`
/// is mirrored.
struct Comparison {
  std::vector<NewIssue> appeared;
  std::vector<PersistingIssue> persisting;
  std::vector<GoneIssue> fixed;
  std::vector<GoneIssue> not_redetected;
};

/// Files are the same with the same path, or with the same code where one of them was renamed; two single
/// texts always. Issues are the same in the same file with the same finding_key, in order among equals; then
/// with the same quote and category where they also share a weakness or most words. Lines do not matter.
///
/// An issue that is gone is fixed where its reviewer looked at the file again and its code is another: for
/// what a model found the function around it (without one, three lines around it), for the static reviewer in
/// the same version anything in the file, because it says the same of the same code. Whether the code of a
/// new one changed is told apart likewise.
Comparison compare_reviews(const ComparedSide& before, const ComparedSide& after);

}  // namespace assay::core
