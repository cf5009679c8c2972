#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/answer.hpp"

namespace assay::fakes {

/// One HTTP request, as far as a wire format needs it. Views live as long as the connection's parser.
struct ApiRequest {
  std::string_view method;
  std::string_view path;  ///< without the query
  std::string_view query;
  std::vector<std::pair<std::string, std::string_view>> headers;  ///< names in lower case
  std::string_view body;

  /// Empty without it; `name` in lower case.
  std::string_view header(std::string_view name) const;
};

/// An error in the words of the provider.
struct ApiError {
  int status = 400;
  std::string type = "invalid_request_error";
  std::string code;
  std::string parameter;
  std::string message;
};

/// What a good request asks for.
struct Generation {
  std::string model;
  std::string prompt;  ///< all messages, one after the other
  bool stream = false;
  bool include_usage = false;
  bool tool = false;  ///< the answer is to be the input of a tool
  std::optional<std::int64_t> max_tokens;
};

/// What a server can do with a schema; some compatible servers can do less than OpenAI's.
enum class SchemaSupport { strict, json_object, none };

/// How a provider's requests and replies look. One implementation a file; stateless, so shared by all
/// connections.
class WireFormat {
 public:
  virtual ~WireFormat() = default;
  virtual bool serves(std::string_view path) const = 0;
  /// The request's share in auth, shape and limits; the error a real server would answer.
  virtual std::optional<ApiError> check_auth(const ApiRequest& request,
                                             std::string_view expected_key) const = 0;
  virtual std::optional<ApiError> read(const ApiRequest& request, SchemaSupport support,
                                       Generation& out) const = 0;
  virtual std::string error_body(const ApiError& error) const = 0;
  virtual std::string whole_reply(const Generation& generation, const Answer& answer,
                                  std::string_view id) const = 0;
  /// The stream's events as "name: data" lines without their terminator, one string an event; the last one is
  /// the format's end marker where it has one.
  struct Event {
    std::string name;  ///< empty: no event line
    std::string data;
    enum class Role { content, finish, done } role = Role::content;
  };
  virtual std::vector<Event> stream(const Generation& generation, const Answer& answer, std::string_view id,
                                    std::size_t chunk_bytes) const = 0;
  /// An error in the middle of a stream.
  virtual Event stream_error(const ApiError& error) const = 0;
};

std::unique_ptr<WireFormat> make_openai_chat();
std::unique_ptr<WireFormat> make_openai_responses();
std::unique_ptr<WireFormat> make_anthropic();
std::unique_ptr<WireFormat> make_gemini();

/// Every format, in the order in which they are asked.
std::vector<std::unique_ptr<WireFormat>> all_wire_formats();

}  // namespace assay::fakes
