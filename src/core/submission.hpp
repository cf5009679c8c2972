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
  bool no_cache = false;  ///< neither read nor joined; the new result replaces the cached one
  bool operator==(const ReviewOptions&) const = default;
};

/// The work itself: what is reviewed and how. `code` is normalised (normalise.hpp).
struct ReviewInput {
  Language language = Language::text;
  std::string filename;
  std::string code;
  ReviewOptions options;
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
  Fingerprint fingerprint;
  std::string error;  ///< why it failed; empty otherwise
  bool cached = false;
  int attempts = 0;
  std::optional<SubmissionId> rerun_of;
  std::optional<ReviewId> review;  ///< present once there is something to show, failed ones included
};

}  // namespace assay::core
