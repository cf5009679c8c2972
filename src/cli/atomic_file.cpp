#include "cli/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace assay::cli {
namespace {

constexpr mode_t kUsualMode = 0666;

tl::unexpected<base::Error> failure(const std::string& path, int code) {
  return base::fail(base::Errc::invalid_argument, path + " can't be written: " + std::strerror(code),
                    "output");
}

/// The permissions a file that stands there already has; else the usual ones, which umask narrows.
mode_t mode_for(const std::string& path) {
  struct stat there{};
  return ::stat(path.c_str(), &there) == 0 ? there.st_mode & 0777 : kUsualMode;
}

}  // namespace

AtomicFile::AtomicFile(int descriptor, std::string path, std::string temporary)
    : descriptor_(descriptor),
      path_(std::move(path)),
      temporary_(std::move(temporary)),
      output_(std::make_unique<DescriptorOutput>(descriptor)) {}

AtomicFile::~AtomicFile() {
  output_.reset();
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

base::Result<std::unique_ptr<AtomicFile>> AtomicFile::create(const std::string& path) {
  std::error_code none;
  const auto status = std::filesystem::status(path, none);
  if (std::filesystem::is_directory(status)) return failure(path, EISDIR);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return failure(path, errno);
    return std::unique_ptr<AtomicFile>{new AtomicFile{descriptor, path, {}}};
  }
  auto real = path;
  if (std::filesystem::exists(status)) {
    if (::access(path.c_str(), W_OK) != 0) return failure(path, errno);
    real = std::filesystem::canonical(path, none).string();
    if (none) real = path;
  }
  auto temporary = real + ".assay-" + std::to_string(::getpid());
  const int descriptor =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode_for(real));
  if (descriptor < 0) return failure(path, errno);
  return std::unique_ptr<AtomicFile>{new AtomicFile{descriptor, std::move(real), std::move(temporary)}};
}

base::Result<void> AtomicFile::commit() {
  output_->flush();
  if (!output_->ok()) return failure(path_, EIO);
  if (temporary_.empty()) return {};
  if (::fsync(descriptor_) != 0 || std::rename(temporary_.c_str(), path_.c_str()) != 0)
    return failure(path_, errno);
  temporary_.clear();
  return {};
}

}  // namespace assay::cli
