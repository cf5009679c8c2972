#include "http/server/response_writer.hpp"

#include <array>
#include <charconv>

namespace assay::http {
namespace {

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_status_line(std::string& out, int status) {
  if (status == 200) {
    out.append("HTTP/1.1 200 OK\r\n");
    return;
  }
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(status));
  out.append(" ").append(reason_phrase(status)).append("\r\n");
}

}  // namespace

void write_response(Output& output, const Request& request, Response& response, std::string_view date,
                    bool keep_alive) {
  auto& out = output.text();
  append_status_line(out, response.status);
  out.append("Date: ").append(date).append("\r\n");
  if (!response.content_type.empty())
    out.append("Content-Type: ").append(response.content_type).append("\r\n");
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless && !response.stream) {
    out.append("Content-Length: ");
    append_number(out, response.body_size());
    out.append("\r\n");
  }
  if (!keep_alive) {
    out.append("Connection: close\r\n");
  } else if (!request.http11) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append(response.headers).append("\r\n");
  if (bodiless || request.head_only || response.stream) return;
  out.append(response.body);
  output.add_shared(std::move(response.shared));
  output.add_static(response.tail);
}

}  // namespace assay::http
