#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "broker/redis/reply.hpp"

namespace assay::broker::redis {

/// Makes replies of the bytes that a server sends, in whatever pieces they come. Not thread-safe.
class ReplyReader {
 public:
  /// What Redis itself allows a string to have (proto-max-bulk-len); a reply above it is an error.
  static constexpr std::size_t kMaxReplyBytes = std::size_t{512} << 20;

  explicit ReplyReader(std::size_t max_reply_bytes = kMaxReplyBytes);
  ~ReplyReader();
  ReplyReader(const ReplyReader&) = delete;
  ReplyReader& operator=(const ReplyReader&) = delete;

  void feed(std::string_view bytes);

  /// The next complete reply; nothing where more bytes are needed. `corrupt` where the bytes are no replies:
  /// then every further call gives the same, and the connection is of no use.
  base::Result<std::optional<Reply>> next();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::broker::redis
