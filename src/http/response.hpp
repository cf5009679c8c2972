#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "http/event_stream.hpp"

namespace assay::http {

/// What an error says; the body is made of it where the answer is completed (RFC 9457).
struct Problem {
  std::string code;    ///< one word for programs
  std::string detail;  ///< a sentence for a person
  std::string field;   ///< the field or parameter at fault, or empty
};

/// What goes back. The body is `body`, then `*shared`, then `tail`, so that stored bytes are sent without a
/// copy.
struct Response {
  int status = 200;
  std::string_view content_type;  ///< static text; empty: none
  std::string headers;  ///< further fields, each "Name: value\r\n"; values are never a client's raw text
  std::string body;
  std::shared_ptr<const std::string> shared;
  std::string_view tail;  ///< static storage
  /// Where it is set, the body is the stream: it is sent as it comes, and the connection closes at its end.
  std::unique_ptr<EventStream> stream;
  std::unique_ptr<Problem> problem;  ///< set on errors, which have no other body
  bool close = false;                ///< close the connection after this answer

  std::size_t body_size() const { return body.size() + (shared ? shared->size() : 0) + tail.size(); }
  void add_header(std::string_view name, std::string_view value) {
    headers.append(name).append(": ").append(value).append("\r\n");
  }
};

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kProblemJson = "application/problem+json";
inline constexpr std::string_view kEventStream = "text/event-stream; charset=utf-8";

/// "Not Found" for 404.
std::string_view reason_phrase(int status);

/// 200 with a JSON body.
Response json_response(std::string body);

}  // namespace assay::http
