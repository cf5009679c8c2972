#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"
#include "core/lifecycle.hpp"

namespace assay::core {

/// What a client may choose for one submission. All of it is part of the fingerprint, `no_cache` excepted.
struct ReviewOptions {
  std::vector<std::string> reviewers;  ///< empty: all that are configured
  std::string model;                   ///< empty: the configured one
  int samples = 1;
  std::optional<Severity> min_severity;
  std::optional<double> min_confidence;  ///< 0-1
  std::optional<int> max_issues;         ///< how many are shown at most, 1 to kMaxShownIssues
  bool no_cache = false;                 ///< neither read nor joined; the new result replaces the cached one
  bool operator==(const ReviewOptions&) const = default;
};

/// Issues that are shown of one review at most, whatever a client asks for.
inline constexpr int kMaxShownIssues = 500;

/// One file of a submission that has several or is a diff. `code` is normalised (normalise.hpp).
struct InputFile {
  std::string path;  ///< relative, unique within the submission
  Language language = Language::text;
  std::string code;
  /// With a diff: the lines that it changed, ascending and apart; may be empty (nothing but a rename).
  /// Absent: the whole file is under review.
  std::optional<std::vector<LineRange>> changed;
  /// The lines that are known, ascending and apart, where only a diff's own lines were at hand: all others
  /// are blank. Empty: the whole file is known.
  std::vector<LineRange> known;
  bool operator==(const InputFile&) const = default;
};

/// The work itself: what is reviewed and how. Either one text (`code`, normalised) or `files`; with files
/// `code` is empty, `filename` a name for the whole or empty, and `language` that of most of the code.
/// Reviewers only ever see one text; see input_files.hpp for one view of both.
struct ReviewInput {
  Language language = Language::text;
  std::string filename;
  std::string code;
  ReviewOptions options;
  std::vector<InputFile> files{};
  bool operator==(const ReviewInput&) const = default;
};

/// What a client handed in, and how far it is; without its code.
struct Submission {
  SubmissionId id;
  Scope scope;
  Status status = Status::pending;
  base::Timestamp created_at;
  base::Timestamp updated_at;
  Language language = Language::text;
  std::string filename;
  int file_count = 1;
  Fingerprint fingerprint;
  std::string error;  ///< why it failed; empty otherwise
  bool cached = false;
  int attempts = 0;
  std::optional<SubmissionId> rerun_of;
  std::optional<ReviewId> review;  ///< present once there is something to show, failed ones included
};

}  // namespace assay::core
