#include "integration/redis_peer.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace assay::tests {

std::string RedisPeer::Connection::take(std::size_t count) {
  while (read_.size() < count) {
    std::array<char, 65'536> buffer;
    const auto got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got <= 0) throw Gone{};
    read_.append(buffer.data(), static_cast<std::size_t>(got));
  }
  auto taken = read_.substr(0, count);
  read_.erase(0, count);
  return taken;
}

std::string RedisPeer::Connection::line() {
  std::string text;
  while (!text.ends_with("\r\n")) text += take(1);
  return text.substr(0, text.size() - 2);
}

std::vector<std::string> RedisPeer::Connection::read() {
  std::vector<std::string> words(std::stoul(line().substr(1)));
  for (auto& word : words) {
    const auto size = std::stoul(line().substr(1));
    word = take(size + 2).substr(0, size);
  }
  return words;
}

void RedisPeer::Connection::greet() {
  while (read().front() != "PING") send("+OK\r\n");
  send("+PONG\r\n");
}

void RedisPeer::Connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw Gone{};
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RedisPeer::Connection::send_slowly(std::string_view bytes) const {
  for (std::size_t i = 0; i < bytes.size(); ++i) send(bytes.substr(i, 1));
}

RedisPeer::RedisPeer(std::function<void(Connection&, int)> serve) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, generic, &size) != 0)
    throw std::runtime_error{"no port for the peer"};
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this, serve = std::move(serve)] { run(serve); });
}

RedisPeer::~RedisPeer() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  if (const int socket = current_; socket >= 0) ::shutdown(socket, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void RedisPeer::run(const std::function<void(Connection&, int)>& serve) {
  for (int number = 1; !ending_; ++number) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    current_ = socket;
    Connection connection(socket);
    try {
      if (!ending_) serve(connection, number);
    } catch (const Connection::Gone&) {
      // The client has left, or the test is over.
    }
    current_ = -1;
    ::close(socket);
  }
}

}  // namespace assay::tests
