// The physical limit for an HTTP answer on one core of this machine: an epoll loop that parses nothing. Every
// time a read ends with a blank line it writes the same ready bytes. Usage: raw_epoll PORT BODY_BYTES

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

int listen_on(std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener, 4096) != 0) {
    std::perror("raw_epoll");
    std::exit(1);
  }
  return listener;
}

void watch(int epoll, int socket) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = socket;
  epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
}

void accept_all(int epoll, int listener) {
  const int on = 1;
  for (int socket = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK); socket >= 0;
       socket = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) {
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(epoll, socket);
  }
}

void answer(int socket, std::string_view response) {
  std::array<char, 4096> request;
  const ssize_t got = read(socket, request.data(), request.size());
  if (got <= 0) {
    close(socket);
    return;
  }
  if (std::string_view{request.data(), static_cast<std::size_t>(got)}.ends_with("\r\n\r\n") &&
      write(socket, response.data(), response.size()) < 0) {
    close(socket);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: raw_epoll PORT BODY_BYTES\n", stderr);
    return 2;
  }
  const int listener = listen_on(static_cast<std::uint16_t>(std::atoi(argv[1])));
  const std::string body(static_cast<std::size_t>(std::atoi(argv[2])), 'x');
  const std::string response =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  const int epoll = epoll_create1(0);
  watch(epoll, listener);
  std::array<epoll_event, 256> events{};
  while (true) {
    const int ready = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < ready; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (socket == listener) {
        accept_all(epoll, listener);
      } else {
        answer(socket, response);
      }
    }
  }
}
