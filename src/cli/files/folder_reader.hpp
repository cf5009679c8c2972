#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace assay::cli {

enum class FileType : std::uint8_t { file, folder, link, other };

struct FolderEntry {
  std::string name;
  FileType type = FileType::other;
};

/// How a walk sees the file system, so that its rules are tested without one.
struct FolderReader {
  /// Entries but . and .., in any order; links are not followed. An error: it can't be read.
  std::function<base::Result<std::vector<FolderEntry>>(const std::string& path)> list;
  /// The text of an ignore file; empty where there is none.
  std::function<std::string(const std::string& path)> read_ignore_file;
  /// What a path given by the user is, links followed; not_found where there is nothing.
  std::function<base::Result<FileType>(const std::string& path)> type_of;
  /// The absolute form of a folder's path, links resolved.
  std::function<std::string(const std::string& path)> absolute;
};

FolderReader system_folder_reader();

}  // namespace assay::cli
