#include "cli/files/source_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/normalise.hpp"

namespace assay::cli {

base::Result<std::string> read_descriptor(int descriptor, const std::string& name, std::size_t most) {
  std::string content;
  constexpr std::size_t kChunk = 64 * 1024;
  while (content.size() <= most) {
    const auto before = content.size();
    content.resize(before + std::min(kChunk, most + 1 - before));
    const auto got = ::read(descriptor, content.data() + before, content.size() - before);
    content.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) break;
    if (got < 0 && errno != EINTR) {
      return base::fail(base::Errc::unavailable, name + " can't be read: " + std::strerror(errno));
    }
  }
  return content;
}

base::Result<std::string> read_source_file(const std::string& path, std::size_t most) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return base::fail(base::Errc::unavailable, path + " can't be read: " + std::strerror(errno));
  auto content = read_descriptor(descriptor, path, most);
  ::close(descriptor);
  return content;
}

std::string_view reason_to_skip(std::string_view code) {
  // git's own test for "binary": a NUL near the start.
  constexpr std::size_t kLookedAt = 8000;
  if (code.substr(0, kLookedAt).find('\0') != std::string_view::npos) return "binary";
  if (code.size() > kMostFileBytes) return "larger than 8 MiB";
  const auto text = code.substr(code.starts_with(core::kByteOrderMark) ? core::kByteOrderMark.size() : 0);
  if (text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos) return "empty";
  return {};
}

}  // namespace assay::cli
