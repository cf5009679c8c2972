#include "http/server/head_scanner.hpp"

#include <cstring>

namespace assay::http {
namespace {

/// A method is made of letters in practice; anything else in front (a TLS hello, binary) is no HTTP at all,
/// and waiting for the end of its "head" would only hold the connection.
bool can_begin_request(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

HeadScanner::State HeadScanner::scan(std::string_view bytes) {
  if (position_ == 0 && !bytes.empty() && !can_begin_request(bytes.front())) return State::not_http;
  while (position_ < bytes.size()) {
    const auto* found =
        static_cast<const char*>(std::memchr(bytes.data() + position_, '\n', bytes.size() - position_));
    if (line_start_ > 0 && line_start_ < bytes.size() &&
        (bytes[line_start_] == ' ' || bytes[line_start_] == '\t')) {
      return State::folded;
    }
    if (!found) {
      position_ = bytes.size();
      return State::incomplete;
    }
    const auto at = static_cast<std::size_t>(found - bytes.data());
    if (at == 0 || bytes[at - 1] != '\r') return State::bare_lf;
    const bool empty_line = at - 1 == line_start_;
    position_ = at + 1;
    line_start_ = position_;
    if (empty_line) return State::complete;
  }
  return State::incomplete;
}

}  // namespace assay::http
