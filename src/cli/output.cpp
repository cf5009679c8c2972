#include "cli/output.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace assay::cli {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

}  // namespace

DescriptorOutput::DescriptorOutput(int descriptor)
    : descriptor_(descriptor), terminal_(::isatty(descriptor) == 1) {}

DescriptorOutput::~DescriptorOutput() { flush(); }

void DescriptorOutput::write(std::string_view text) {
  if (!ok_) return;
  buffer_ += text;
  if (terminal_ || buffer_.size() >= kBufferBytes) flush();
}

void DescriptorOutput::flush() {
  std::string_view rest = buffer_;
  while (ok_ && !rest.empty()) {
    const auto written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      ok_ = false;
    }
  }
  buffer_.clear();
}

int DescriptorOutput::width() const {
  constexpr int kLeast = 40;
  winsize size{};
  if (!terminal_ || ::ioctl(descriptor_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return StringOutput::kWidth;
  return std::max<int>(kLeast, size.ws_col);
}

}  // namespace assay::cli
