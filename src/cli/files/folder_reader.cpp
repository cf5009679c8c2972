#include "cli/files/folder_reader.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace assay::cli {
namespace {

namespace fs = std::filesystem;

FileType type_of(const fs::file_status& status) {
  switch (status.type()) {
    case fs::file_type::regular:
      return FileType::file;
    case fs::file_type::directory:
      return FileType::folder;
    case fs::file_type::symlink:
      return FileType::link;
    default:
      return FileType::other;
  }
}

base::Error failure(const std::string& path, const std::error_code& code) {
  const bool missing = code == std::errc::no_such_file_or_directory;
  return {missing ? base::Errc::not_found : base::Errc::unavailable,
          path + " can't be read: " + code.message(),
          {}};
}

base::Result<std::vector<FolderEntry>> list(const std::string& path) {
  std::error_code failed;
  std::vector<FolderEntry> entries;
  for (fs::directory_iterator here{path, failed}, end; !failed && here != end; here.increment(failed)) {
    std::error_code unknown;
    entries.push_back({here->path().filename().string(), type_of(here->symlink_status(unknown))});
  }
  if (failed) return base::fail(failure(path, failed));
  return entries;
}

std::string read_ignore_file(const std::string& path) {
  constexpr std::uintmax_t kMostBytes = 1024 * 1024;
  std::error_code failed;
  // A pipe or a device by that name would block or never end.
  if (!fs::is_regular_file(path, failed) || fs::file_size(path, failed) > kMostBytes) return {};
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

base::Result<FileType> type_of_path(const std::string& path) {
  std::error_code failed;
  const auto status = fs::status(path, failed);
  if (failed) return base::fail(failure(path, failed));
  return type_of(status);
}

std::string absolute(const std::string& path) {
  std::error_code failed;
  const auto full = fs::canonical(path, failed);
  return failed ? path : full.string();
}

}  // namespace

FolderReader system_folder_reader() { return {list, read_ignore_file, type_of_path, absolute}; }

}  // namespace assay::cli
