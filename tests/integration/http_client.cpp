#include "integration/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace assay::tests {
namespace {
// So long a server that says nothing is taken for one that hangs; nothing is measured by it.
constexpr int kPatienceMs = 60'000;
}  // namespace

HttpClient::HttpClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error{"can't connect"};
  }
}

HttpClient::~HttpClient() {
  if (socket_ >= 0) ::close(socket_);
}

void HttpClient::reset() {
  const linger hard{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  ::close(socket_);
  socket_ = -1;
}

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server closed: its answer is what the test looks at
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool HttpClient::fill() {
  pollfd ready{socket_, POLLIN, 0};
  if (::poll(&ready, 1, kPatienceMs) <= 0) return false;
  std::array<char, 65536> bytes;
  const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::string HttpClient::read_until(std::string_view end) {
  std::size_t at = 0;
  while ((at = buffer_.find(end)) == std::string::npos) {
    if (!fill()) return std::exchange(buffer_, {});
  }
  auto out = buffer_.substr(0, at + end.size());
  buffer_.erase(0, at + end.size());
  return out;
}

std::string HttpClient::read_all() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

bool HttpClient::is_closed() {
  if (!buffer_.empty()) return false;
  pollfd ready{socket_, POLLIN, 0};
  if (::poll(&ready, 1, kPatienceMs) <= 0) return false;
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_PEEK) <= 0;
}

HttpAnswer parse_answer_head(std::string_view head) {
  HttpAnswer answer;
  answer.head = head;
  if (!head.starts_with("HTTP/1.1 ") || head.size() < 12) return answer;
  answer.status = std::stoi(std::string{head.substr(9, 3)});
  auto line_end = head.find("\r\n");
  while (line_end != std::string_view::npos) {
    const auto start = line_end + 2;
    line_end = head.find("\r\n", start);
    const auto line = head.substr(start, line_end - start);
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    std::string name{line.substr(0, colon)};
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    auto& value = answer.fields[name];
    value.append(value.empty() ? "" : ", ").append(line.substr(colon + 2));
  }
  return answer;
}

HttpAnswer HttpClient::answer(bool for_head) {
  const auto head = read_until("\r\n\r\n");
  auto answer = parse_answer_head(head);
  if (answer.status == 0 || for_head || answer.fields.count("content-length") == 0) return answer;
  const auto size = static_cast<std::size_t>(std::stoull(answer.fields["content-length"]));
  while (buffer_.size() < size && fill()) {
  }
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

HttpAnswer HttpClient::ask(std::string_view method, std::string_view target, std::string_view body,
                           std::string_view more_fields) {
  std::string request;
  request.append(method)
      .append(" ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: localhost\r\n")
      .append(more_fields);
  if (!body.empty()) {
    request.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  }
  send(request.append("\r\n").append(body));
  return answer(method == "HEAD");
}

}  // namespace assay::tests
