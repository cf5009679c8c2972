#include "store/sqlite/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace assay::store {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

/// Who wrote itself into the lock file; "another process" where nobody did yet.
std::string holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(lock, text.data(), text.size() - 1, 0);
  std::string pid{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  while (!pid.empty() && (pid.back() < '0' || pid.back() > '9')) pid.pop_back();
  return pid.empty() ? "another process" : "process " + pid;
}

/// Makes the folder's name survive a loss of power; what is in it is SQLite's care.
void sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

base::Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return {};
  error.clear();  // that it is not there is no error
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  if (!error && ::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    error.assign(errno, std::generic_category());
  if (!error && !std::filesystem::is_directory(folder, error))
    error = std::make_error_code(std::errc::not_a_directory);
  if (error) {
    return base::fail(base::Errc::unavailable,
                      "can't make the data folder " + folder.string() + ": " + error.message());
  }
  sync_folder(std::filesystem::absolute(folder).parent_path());
  return {};
}

}  // namespace

base::Result<DataFolder> DataFolder::open(const std::filesystem::path& folder) {
  if (auto made = make_folder(folder); !made) return base::fail(std::move(made.error()));
  const auto file = folder / "lock";
  const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) {
    return base::fail(base::Errc::unavailable,
                      "can't write in the data folder " + folder.string() + ": " + reason(errno));
  }
  DataFolder held{folder, lock};
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return base::fail(base::Errc::unavailable,
                        "can't lock the data folder " + folder.string() + ": " + reason(errno));
    }
    return base::fail(base::Errc::conflict,
                      "the data folder " + folder.string() + " is in use by " + holder(lock));
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(lock, 0) != 0 ||
      ::pwrite(lock, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    const int error = errno;
    return base::fail(error == ENOSPC ? base::Errc::exhausted : base::Errc::unavailable,
                      "can't write in the data folder " + folder.string() + ": " + reason(error));
  }
  return held;
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

base::Result<void> create_private_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return base::fail(errno == ENOSPC ? base::Errc::exhausted : base::Errc::unavailable,
                      "can't write " + file.string() + ": " + reason(errno));
  }
  ::close(fd);
  return {};
}

}  // namespace assay::store
