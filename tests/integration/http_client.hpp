#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace assay::tests {

struct HttpAnswer {
  int status = 0;
  std::string head;
  std::map<std::string, std::string>
      fields;  ///< names in lower case; of repeated ones the values, joined by ", "
  std::string body;
  std::string field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
  }
};

/// A blocking TCP client that sends exactly the bytes it is given. Every read gives up after a few seconds,
/// so that a hanging server fails a test.
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port, int receive_buffer = 0);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  void send(std::string_view bytes);
  /// One answer with its Content-Length. `for_head`: no body follows. Status 0 where the connection ends or
  /// time is up.
  HttpAnswer answer(bool for_head = false);
  /// send, then answer.
  HttpAnswer ask(std::string_view method, std::string_view target, std::string_view body = {},
                 std::string_view more_fields = {});
  /// Bytes up to and including `end`; what came until then where it does not come.
  std::string read_until(std::string_view end);
  /// Everything until the server closes.
  std::string read_all();
  bool is_closed();
  /// Ends the connection with a reset.
  void reset();

 private:
  bool fill();

  int socket_;
  std::string buffer_;
};

HttpAnswer parse_answer_head(std::string_view head);

}  // namespace assay::tests
