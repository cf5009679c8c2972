#include "store/sqlite/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace assay::store {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

/// The lines of a lock file: the process, then what `announce` wrote.
std::vector<std::string> lines_of(int lock) {
  std::array<char, 1024> text{};
  const ssize_t size = ::pread(lock, text.data(), text.size(), 0);
  std::istringstream stream{std::string{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0}};
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(std::move(line));
  return lines;
}

/// Who wrote itself into the lock file; "another process" where nobody did yet.
std::string holder(int lock) {
  const auto lines = lines_of(lock);
  return lines.empty() || lines.front().empty() ? "another process" : "process " + lines.front();
}

base::Result<void> write_lock(int lock, const std::filesystem::path& folder, const std::string& text) {
  if (::ftruncate(lock, 0) == 0 &&
      ::pwrite(lock, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()))
    return {};
  const int error = errno;
  return base::fail(error == ENOSPC ? base::Errc::exhausted : base::Errc::unavailable,
                    "can't write in the data folder " + folder.string() + ": " + reason(error));
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
  if (auto written = write_lock(lock, folder, std::to_string(::getpid()) + "\n"); !written)
    return base::fail(std::move(written.error()));
  return held;
}

base::Result<void> DataFolder::announce(const ServerContact& contact) const {
  // A folder of an earlier version may have a lock file with wider rights.
  if (::fchmod(lock_, 0600) != 0) {
    return base::fail(base::Errc::unavailable,
                      "can't protect the lock file of " + path_.string() + ": " + reason(errno));
  }
  return write_lock(
      lock_, path_,
      std::to_string(::getpid()) + "\n" + contact.url + "\n" + contact.token + "\n" + contact.pin + "\n");
}

std::optional<ServerContact> DataFolder::contact(const std::filesystem::path& folder) {
  const int lock = ::open((folder / "lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (lock < 0) return std::nullopt;
  const auto lines = lines_of(lock);
  ::close(lock);
  if (lines.size() < 3) return std::nullopt;
  return ServerContact{lines[1], lines[2], lines.size() > 3 ? lines[3] : std::string{}};
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
