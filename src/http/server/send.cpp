#include "http/server/send.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace assay::http {

Sent send_some(int socket, iovec* parts, int parts_count, std::size_t& count) {
  std::size_t wanted = 0;
  for (int i = 0; i < parts_count; ++i) wanted += parts[i].iov_len;
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = static_cast<std::size_t>(parts_count);
  for (;;) {
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      count = static_cast<std::size_t>(sent);
      return count == wanted ? Sent::all : Sent::would_block;
    }
    count = 0;
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EWOULDBLOCK ? Sent::would_block : Sent::failed;
  }
}

}  // namespace assay::http
