#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "core/language.hpp"
#include "report/file_review.hpp"

namespace assay::cli {

/// One file on its way to the reviewers.
struct SourceFile {
  std::string path;
  core::Language language = core::Language::text;
  std::string code;  ///< normalised
  /// completed: to be reviewed; else why it can't be, in `error`.
  report::FileStatus status = report::FileStatus::completed;
  std::string error;
  /// The lines that a change touched: only issues about them are shown. Absent: the whole file.
  std::optional<std::vector<core::LineRange>> changed;
  std::vector<core::LineRange> known;  ///< as in core::InputFile
};

/// Where the files of a review come from, one at a time, in the order of the report. Blocks; one thread at a
/// time.
class Sources {
 public:
  virtual ~Sources() = default;
  virtual std::optional<SourceFile> next() = 0;
};

using DetectLanguage = std::function<core::Language(std::string_view filename, std::string_view code)>;

/// Whether a file that is in no known language is reviewed as text: one that the user named is.
enum class UnknownLanguage : bool { skipped, text };

/// Sets code and language of `source`, or why it can't be reviewed. `chosen`: the language of all files,
/// where the user said so.
void prepare_source(SourceFile& source, std::string code, std::optional<core::Language> chosen,
                    UnknownLanguage unknown, const DetectLanguage& detect);

}  // namespace assay::cli
