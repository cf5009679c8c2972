#pragma once
#include <sys/uio.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::http {

/// Bytes on their way to one connection: own text, and bodies that are shared with others or static and sent
/// from where they are. Answers to pipelined requests gather here and leave in one system call.
class Output {
 public:
  /// The text at the end, to append to.
  std::string& text() { return text_; }
  /// Bytes that follow what is in text() now. Small ones are copied.
  void add_shared(std::shared_ptr<const std::string> bytes);
  /// `bytes` must have static storage.
  void add_static(std::string_view bytes);

  bool empty() const { return sent_ == size(); }
  std::size_t size() const { return text_.size() + piece_bytes_; }
  /// Fills `parts` with what is to be sent next; gives how many it filled.
  int gather(std::span<iovec> parts) const;
  void consume(std::size_t count);
  /// Frees what a large answer took.
  void clear();

 private:
  struct Piece {
    std::size_t text_end;  // the text up to there goes first
    std::shared_ptr<const std::string> owner;
    std::string_view bytes;
  };
  void add(std::shared_ptr<const std::string> owner, std::string_view bytes);

  std::string text_;
  std::vector<Piece> pieces_;
  std::size_t piece_bytes_ = 0;
  std::size_t sent_ = 0;
};

}  // namespace assay::http
