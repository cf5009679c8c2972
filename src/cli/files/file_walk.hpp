#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "cli/files/folder_reader.hpp"
#include "cli/files/ignore_rules.hpp"

namespace assay::cli {

struct WalkOptions {
  std::vector<std::string> include;  ///< patterns as in gitignore; not empty: a file must match one of them
  std::vector<std::string> exclude;
};

struct WalkedFile {
  enum class How : std::uint8_t { named, found, unreadable };
  std::string path;
  How how = How::found;  ///< named: by the user; unreadable: a folder that can't be listed
  std::string error;     ///< of an unreadable one
};

/// Finds the files below the paths given, one at a time, so that the memory is that of the folders open at
/// the moment. In path order within each path given. Honours .gitignore (those of the folders above up to the
/// repository's root too) and .assayignore (which wins over it) of every folder, include and exclude; leaves
/// out .git, .hg, .svn, links (so no loops) and devices. What the user names is always given. Not
/// thread-safe.
class FileWalk {
 public:
  FileWalk(FolderReader reader, std::vector<std::string> paths, const WalkOptions& options);
  std::optional<WalkedFile> next();

 private:
  /// The ignore files of one folder. `prefix` is that folder as its files' absolute paths begin: with a slash
  /// at the end.
  struct Level {
    std::string prefix;
    IgnoreRules git;
    IgnoreRules assay;
  };
  struct Folder {
    std::string shown;     ///< path as the user sees it, with a slash at the end, or empty for "."
    std::string absolute;  ///< with a slash at the end
    std::vector<FolderEntry> entries;
    std::size_t next = 0;
    std::size_t levels = 0;  ///< how many of levels_ belong to it and to those above
  };

  std::optional<WalkedFile> start(const std::string& path);
  std::optional<WalkedFile> open(std::string shown, std::string absolute);
  void read_levels_above(const std::string& absolute);
  void read_level(const std::string& prefix);
  bool wanted(const std::string& shown, const std::string& absolute, EntryKind kind) const;
  bool ignored(const std::string& absolute, EntryKind kind) const;
  bool matches_any(const std::vector<IgnoreRules>& patterns, const std::string& shown,
                   const std::string& absolute, EntryKind kind) const;

  FolderReader reader_;
  std::deque<std::string> paths_;
  std::vector<IgnoreRules> include_;
  std::vector<IgnoreRules> exclude_;
  std::vector<Folder> open_;
  std::vector<Level> levels_;
  std::string root_;  ///< absolute, of the path being walked
};

}  // namespace assay::cli
