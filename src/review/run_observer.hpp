#pragma once
#include <vector>

#include "core/issue_fingerprint.hpp"
#include "core/merge.hpp"
#include "review/pipeline.hpp"
#include "review/suppressed_lines.hpp"
#include "review/text_under_review.hpp"

namespace assay::review {

/// Turns what reviewers report of their texts into what the listener of the whole run gets: percent over all,
/// and every finding that will be shown once, in lines of its file and with its id.
class RunObserver {
 public:
  RunObserver(PipelineListener& listener, const core::ReviewInput& input, std::size_t reviewers,
              std::size_t texts);

  /// The reviewer number `index` begins.
  void start_reviewer(int index);
  /// What a reviewer does with one text: a share of it, 0-1.
  void progressed(std::size_t text, double share);
  void issue_found(const core::Issue& issue);

 private:
  void report();

  PipelineListener& listener_;
  const core::ReviewInput& input_;
  SuppressedLines suppressed_;
  int reviewers_;
  int index_ = 0;
  int last_percent_ = 0;
  std::vector<double> shares_;  // by text, of the reviewer at work
  core::SeenFindings seen_;
  core::FingerprintNumbers numbers_;
};

}  // namespace assay::review
