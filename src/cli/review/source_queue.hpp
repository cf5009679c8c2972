#pragma once
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/files/file_walk.hpp"
#include "cli/run.hpp"
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
};

struct SourceOptions {
  std::vector<std::string> paths;  ///< "-" is standard input
  WalkOptions walk;
  std::optional<core::Language> language;  ///< of all files; absent: detected
  std::string filename;                    ///< of standard input
};

/// Reads what is to be reviewed, one file at a time, in path order. Found files that are in no known language
/// are skipped unless a language was given; named ones are reviewed as text. Blocks; one thread at a time.
class SourceQueue {
 public:
  using Detect = std::function<core::Language(std::string_view filename, std::string_view code)>;
  SourceQueue(SourceOptions options, FolderReader reader, ReadInput read_input, Detect detect);
  std::optional<SourceFile> next();

 private:
  SourceFile from_input();
  SourceFile from_file(WalkedFile file);
  void finish(SourceFile& source, std::string code, bool named) const;

  SourceOptions options_;
  FolderReader reader_;
  ReadInput read_input_;
  Detect detect_;
  std::deque<std::string> paths_;
  std::optional<FileWalk> walk_;
};

}  // namespace assay::cli
