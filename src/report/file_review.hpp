#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/issue_state.hpp"
#include "core/language.hpp"
#include "core/review.hpp"

namespace assay::report {

/// completed: reviewed by every reviewer in force. failed: it could not be read, or a reviewer failed.
/// skipped: nothing that can be reviewed (binary, empty, too large).
enum class FileStatus : std::uint8_t { completed, failed, skipped };
std::string_view to_string(FileStatus status);

/// What became of one file, and all that any format needs to show it.
struct FileReview {
  std::string path;  ///< as the reader knows it; relative ones stay relative
  std::optional<core::Language> language;
  FileStatus status = FileStatus::completed;
  std::string error;  ///< why it failed or was skipped; a sentence without a full stop
  std::shared_ptr<const core::Review>
      review;                               ///< may be null; also there where one of several reviewers failed
  std::shared_ptr<const std::string> code;  ///< normalised, for excerpts; may be null
  std::shared_ptr<const core::IssueStates> states{};  ///< what people said of its issues; may be null
};

}  // namespace assay::report
