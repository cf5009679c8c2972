#include "http/server/output.hpp"

#include <utility>

namespace assay::http {
namespace {

constexpr std::size_t kCopyBelow = 4096;  // copying is cheaper than one more iovec and a reference count
constexpr std::size_t kKeepCapacity = 16 * 1024;

}  // namespace

void Output::add(std::shared_ptr<const std::string> owner, std::string_view bytes) {
  if (bytes.size() < kCopyBelow) {
    text_.append(bytes);
    return;
  }
  piece_bytes_ += bytes.size();
  pieces_.push_back({text_.size(), std::move(owner), bytes});
}

void Output::add_shared(std::shared_ptr<const std::string> bytes) {
  if (!bytes) return;
  const std::string_view view{*bytes};
  add(std::move(bytes), view);
}

void Output::add_static(std::string_view bytes) { add(nullptr, bytes); }

int Output::gather(std::span<iovec> parts) const {
  std::size_t skip = sent_;
  std::size_t filled = 0;
  const auto put = [&](std::string_view bytes) {
    if (skip >= bytes.size()) {
      skip -= bytes.size();
      return;
    }
    bytes.remove_prefix(skip);
    skip = 0;
    // iovec has no const; the kernel only reads.
    parts[filled++] = {const_cast<char*>(bytes.data()), bytes.size()};
  };
  std::size_t text_done = 0;
  for (const auto& piece : pieces_) {
    if (filled + 2 > parts.size()) return static_cast<int>(filled);
    put(std::string_view{text_}.substr(text_done, piece.text_end - text_done));
    text_done = piece.text_end;
    put(piece.bytes);
  }
  if (filled < parts.size()) put(std::string_view{text_}.substr(text_done));
  return static_cast<int>(filled);
}

void Output::consume(std::size_t count) {
  sent_ += count;
  if (empty()) clear();
}

void Output::clear() {
  pieces_.clear();
  piece_bytes_ = 0;
  sent_ = 0;
  if (text_.capacity() > kKeepCapacity) {
    text_ = {};
  } else {
    text_.clear();
  }
}

}  // namespace assay::http
