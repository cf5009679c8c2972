#include "broker/redis/link/connection.hpp"

#include <utility>
#include <vector>

#include "broker/redis/wire/reply_reader.hpp"

namespace assay::broker::redis {
namespace {

constexpr std::size_t kReadBytes = 32 << 10;
constexpr std::size_t kKeptBytes = 256 << 10;  // of a buffer that a large command has made large

}  // namespace

Connection::Connection(std::shared_ptr<Stream> stream)
    : stream_(std::move(stream)), last_received_(std::chrono::steady_clock::now()) {}

void Connection::flush() {
  if (busy_ || closed_ || outgoing_.empty()) return;
  busy_ = true;
  writing_.swap(outgoing_);
  outgoing_.clear();
  stream_->write(writing_, [self = shared_from_this()](bool good) {
    self->busy_ = false;
    if (self->writing_.capacity() > kKeptBytes) std::string().swap(self->writing_);
    // Why it failed shows in the read, which ends, too.
    if (good) self->flush();
  });
}

base::Task<base::Error> Connection::read(std::function<void(Reply)> heard) {
  const auto self = shared_from_this();
  ReplyReader reader;
  std::vector<char> buffer(kReadBytes);
  while (!closed_) {
    const auto got = co_await stream_->read_some(buffer);
    if (!got) {
      close(got.error());
      break;
    }
    last_received_ = std::chrono::steady_clock::now();
    reader.feed({buffer.data(), *got});
    while (!closed_) {
      auto reply = reader.next();
      if (!reply) {
        close(base::Error{base::Errc::unavailable, std::move(reply.error().message), {}});
      } else if (*reply) {
        heard(std::move(**reply));
      } else {
        break;
      }
    }
  }
  co_return why_;
}

void Connection::close(base::Error why) {
  if (closed_) return;
  closed_ = true;
  why_ = std::move(why);
  stream_->close();
}

}  // namespace assay::broker::redis
