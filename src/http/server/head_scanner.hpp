#pragma once
#include <cstddef>
#include <string_view>

namespace assay::http {

/// Finds the end of a request's head in bytes that arrive in pieces, and refuses the line endings by which
/// two readers of one message can be made to disagree (RFC 9112, 2.2 and 5.2): LF without CR, and folded
/// fields.
class HeadScanner {
 public:
  enum class State { incomplete, complete, bare_lf, folded, not_http };

  /// `bytes` begins with the head and with the same bytes as in the call before.
  State scan(std::string_view bytes);
  /// Length of the head with its empty line; valid after `complete`.
  std::size_t head_size() const { return position_; }
  void reset() { *this = {}; }

 private:
  std::size_t position_ = 0;    // first byte that was not looked at
  std::size_t line_start_ = 0;  // of the line that is being read
};

}  // namespace assay::http
