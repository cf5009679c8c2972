#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request.hpp"
#include "http/server/head_scanner.hpp"
#include "http/server/limits.hpp"

namespace assay::http {

/// Why bytes are no request this server takes.
struct Rejection {
  int status = 400;
  std::string detail;
};

/// Turns the bytes of one connection into requests, one after the other. No I/O: the caller reads into
/// `space()`, tells `received()`, and calls `advance()`. After `ready` the request is looked at until
/// `pop()`.
class RequestReader {
 public:
  enum class State {
    idle,       ///< no byte of the next request is here
    need_head,  ///< in the middle of a head
    need_body,  ///< the head is complete (request() is filled but for its body), the body is not
    ready,      ///< request() is complete
    rejected    ///< rejection() says why; nothing more can be read from this connection
  };

  explicit RequestReader(const ServerLimits& limits);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  /// Where the next bytes go; never empty.
  std::span<char> space();
  void received(std::size_t count) { end_ += count; }
  State advance();
  /// The request is answered: its memory may be used again.
  void pop();

  Request& request() { return request_; }
  const Rejection& rejection() const { return rejection_; }
  /// True once per request: the client waits for "100 Continue" before it sends the body.
  bool take_expects_continue() { return std::exchange(expects_continue_, false); }

 private:
  class Parser;

  std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
  State parse_head();
  State parse_body();
  State reject(int status, std::string detail);
  bool check_head();
  bool split_target(std::string_view target);
  void keep_head(std::size_t head_start);

  const ServerLimits& limits_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;  // first byte that is not parsed
  std::size_t end_ = 0;
  int empty_lines_ = 0;  // passed over before the head
  HeadScanner scanner_;
  std::unique_ptr<Parser> parser_;
  std::string head_;  // the head's own copy where the body arrives later
  std::vector<Field> fields_;
  std::string body_;
  Request request_;
  Rejection rejection_;
  State state_ = State::idle;
  bool expects_continue_ = false;
};

}  // namespace assay::http
