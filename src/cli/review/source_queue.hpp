#pragma once
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "cli/files/file_walk.hpp"
#include "cli/review/sources.hpp"
#include "cli/run.hpp"

namespace assay::cli {

struct SourceOptions {
  std::vector<std::string> paths;  ///< "-" is standard input
  WalkOptions walk;
  std::optional<core::Language> language;  ///< of all files; absent: detected
  std::string filename;                    ///< of standard input
};

/// Files, folders and standard input, in path order. Found files that are in no known language are skipped
/// unless a language was given; named ones are reviewed as text.
class SourceQueue final : public Sources {
 public:
  SourceQueue(SourceOptions options, FolderReader reader, ReadInput read_input, DetectLanguage detect);
  std::optional<SourceFile> next() override;

 private:
  SourceFile from_input();
  SourceFile from_file(WalkedFile file);

  SourceOptions options_;
  FolderReader reader_;
  ReadInput read_input_;
  DetectLanguage detect_;
  std::deque<std::string> paths_;
  std::optional<FileWalk> walk_;
};

}  // namespace assay::cli
