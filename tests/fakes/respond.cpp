#include "fakes/respond.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/random.hpp"
#include "fakes/answer_faults.hpp"
#include "fakes/code_lines.hpp"
#include "fakes/gzip.hpp"

namespace assay::fakes {
namespace {

using std::chrono::milliseconds;

// Longer than any client waits.
constexpr milliseconds kForever = std::chrono::hours{24};

const char* reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 422:
      return "Unprocessable Entity";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 529:
      return "Overloaded";
    default:
      return "Status";
  }
}

std::string head(int status, std::string_view content_type, std::string_view headers) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + ' ' + reason(status) + "\r\n";
  if (!content_type.empty()) {
    out += "Content-Type: ";
    out += content_type;
    out += "\r\n";
  }
  out += headers;
  return out;
}

std::string request_id(std::uint64_t number) { return "chatcmpl-fake" + std::to_string(100'000 + number); }

ApiError default_error(int status) {
  ApiError error;
  error.status = status;
  if (status == 429) {
    error.type = "requests";
    error.code = "rate_limit_exceeded";
    error.message = "Rate limit reached for requests.";
  } else if (status == 401) {
    error.code = "invalid_api_key";
    error.message = "Incorrect API key provided.";
  } else if (status >= 500) {
    error.type = "server_error";
    error.message = "The server had an error while processing your request. Sorry about that!";
  } else {
    error.message = "The request was not accepted.";
  }
  return error;
}

Reply status_reply(const WireFormat& format, const Fault& fault) {
  auto error = default_error(static_cast<int>(fault.number("status", 500)));
  error.code = fault.text("code", error.code);
  error.type = fault.text("type", error.type);
  error.message = fault.text("message", error.message);
  error.parameter = fault.text("param", error.parameter);
  std::string headers;
  const auto header = [&](std::string_view parameter, std::string_view name) {
    if (const auto value = fault.text(parameter, ""); !value.empty()) {
      headers += std::string(name) + ": " + value + "\r\n";
    }
  };
  header("retry-after", "Retry-After");
  header("retry-after-ms", "Retry-After-Ms");
  header("should-retry", "X-Should-Retry");
  const auto kind = fault.text("body", "json");
  if (kind == "empty") return plain_reply(error.status, "", "", headers);
  if (kind == "html") {
    return plain_reply(error.status, "text/html",
                       "<html><body><h1>" + std::to_string(error.status) + "</h1></body></html>", headers);
  }
  return plain_reply(error.status, "application/json", format.error_body(error), headers);
}

std::size_t bare_comma(std::string_view json) {
  bool in_string = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (in_string && json[at] == '\\') {
      ++at;
    } else if (json[at] == '"') {
      in_string = !in_string;
    } else if (json[at] == ',' && !in_string) {
      return at;
    }
  }
  return std::string_view::npos;
}

// One event as it stands on the wire, in the line ends and layout that the fault wants.
std::string frame(const WireFormat::Event& event, const Fault& fault) {
  const std::string_view newline = fault.is("crlf") ? "\r\n" : "\n";
  std::string out;
  if (fault.is("comments")) out.append(": PROCESSING").append(newline).append(newline);
  if (!event.name.empty()) out.append("event: ").append(event.name).append(newline);
  std::string_view data = event.data;
  if (fault.is("multi-line")) {
    // A newline may stand wherever JSON permits whitespace: after a comma that is in no string.
    if (const auto comma = bare_comma(data); comma != std::string_view::npos) {
      out.append("data: ").append(data.substr(0, comma + 1)).append(newline);
      data.remove_prefix(comma + 1);
    }
  }
  out.append("data: ").append(data).append(newline).append(newline);
  return out;
}

void shape_events(std::vector<WireFormat::Event>& events, const WireFormat& format, const Fault& fault) {
  using Role = WireFormat::Event::Role;
  const auto drop = [&](auto unwanted) {
    std::erase_if(events, [&](const auto& event) { return unwanted(event.role); });
  };
  if (fault.is("no-finish")) drop([](Role role) { return role != Role::content; });
  if (fault.is("no-done")) drop([](Role role) { return role == Role::done; });
  if (fault.is("mid-error")) {
    std::size_t bytes = 0;
    const auto limit = static_cast<std::size_t>(fault.number("at", 200));
    const auto end = std::find_if(events.begin(), events.end(), [&](const auto& event) {
      bytes += event.data.size();
      return bytes > limit || event.role != Role::content;
    });
    events.erase(end, events.end());
    auto error = default_error(500);
    error.code = fault.text("code", "");
    error.message = fault.text("message", error.message);
    events.push_back(format.stream_error(error));
  }
}

void append_http_chunk(std::string& out, std::string_view bytes) {
  if (bytes.empty()) return;
  char size[16];
  out.append(size, std::to_chars(size, size + sizeof size, bytes.size(), 16).ptr);
  out.append("\r\n").append(bytes).append("\r\n");
}

// The body's frames as timed pieces; `chunked` wraps each in an HTTP chunk.
void send_frames(Reply& reply, const std::vector<std::string>& frames, milliseconds delay, bool chunked) {
  for (const auto& bytes : frames) {
    if (delay.count() > 0 && &bytes != &frames.front()) reply.pieces.push_back({{}, delay});
    auto& out = reply.pieces.back().bytes;
    chunked ? append_http_chunk(out, bytes) : static_cast<void>(out += bytes);
  }
  if (chunked) reply.pieces.back().bytes += "0\r\n\r\n";
}

std::string join(const std::vector<std::string>& frames) {
  std::string all;
  for (const auto& part : frames) all += part;
  return all;
}

std::vector<std::string> slices(const std::string& bytes, std::size_t size) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < bytes.size(); at += size) out.push_back(bytes.substr(at, size));
  return out;
}

// Body bytes up to `at`, without the end that the headers promise.
void send_beginning(Reply& reply, const std::vector<std::string>& frames, std::size_t at, bool chunked) {
  const auto bytes = join(frames).substr(0, at);
  chunked ? append_http_chunk(reply.pieces.back().bytes, bytes)
          : static_cast<void>(reply.pieces.back().bytes += bytes);
}

void send_body(Reply& reply, const std::vector<std::string>& frames, const FakeOptions& options,
               const Fault& fault, bool chunked) {
  const auto size = [&](std::string_view name, long long otherwise) {
    return static_cast<std::size_t>(std::max(1LL, fault.number(name, otherwise)));
  };
  if (fault.is("cut")) {
    send_beginning(reply, frames, size("at", 200), chunked);
    reply.end = fault.text("how", "close") == "reset" ? Reply::End::reset : Reply::End::close;
  } else if (fault.is("stall-body")) {
    send_beginning(reply, frames, size("at", 64), chunked);
    reply.pause_before_end = milliseconds{fault.number("ms", kForever.count())};
    reply.end = Reply::End::close;
  } else if (fault.is("drip")) {
    send_frames(reply, slices(join(frames), size("bytes", 1)), milliseconds{fault.number("ms", 1)}, chunked);
  } else if (fault.is("split")) {
    // A pause of 0 ms still is a write of its own.
    for (const auto& part : slices(join(frames), size("bytes", 1))) {
      Piece piece;
      chunked ? append_http_chunk(piece.bytes, part) : static_cast<void>(piece.bytes = part);
      reply.pieces.push_back(std::move(piece));
    }
    if (chunked) reply.pieces.back().bytes += "0\r\n\r\n";
  } else {
    send_frames(reply, frames, chunked ? options.chunk_delay : milliseconds{0}, chunked);
  }
}

Reply generate(const WireFormat& format, Generation generation, const FakeOptions& options,
               const Fault& fault, std::uint64_t number) {
  if (fault.is("whole")) generation.stream = false;
  if (fault.is("truncate")) {
    // Such servers keep the newest text.
    constexpr std::size_t kTokenBytes = 4;
    const auto bytes = static_cast<std::size_t>(std::max(1LL, fault.number("tokens", 2'048))) * kTokenBytes;
    if (generation.prompt.size() > bytes) generation.prompt.erase(0, generation.prompt.size() - bytes);
  }
  const auto code = find_code_lines(generation.prompt);
  auto answer = make_answer(make_plausible_review(code, options.seed, options.max_issues), fault);
  if (!options.fixed_content.empty() && answer.refusal.empty()) answer.content = options.fixed_content;
  answer.report_usage = !fault.is("no-usage");
  answer.prompt_tokens = count_tokens(generation.prompt.size());
  answer.completion_tokens = count_tokens(answer.content.size() + answer.refusal.size());
  if (generation.max_tokens && answer.completion_tokens > static_cast<std::size_t>(*generation.max_tokens)) {
    answer.completion_tokens = static_cast<std::size_t>(*generation.max_tokens);
    answer.content.resize(std::min(answer.content.size(), answer.completion_tokens * 4));
    answer.finish = Answer::Finish::length;
  }
  const auto id = request_id(number);
  std::vector<std::string> frames;
  std::string headers = "X-Request-Id: req_fake" + std::to_string(number) + "\r\n";
  const auto encode = [&] {
    if (!fault.is("gzip")) return;
    auto bytes = gzip(join(frames));
    if (fault.number("broken", 0) != 0) bytes[bytes.size() / 2] ^= 0x55;
    constexpr std::size_t kPiece = 512;
    frames = slices(bytes, generation.stream ? kPiece : bytes.size());
    headers += "Content-Encoding: gzip\r\n";
  };
  Reply reply;
  reply.status = 200;
  if (generation.stream) {
    auto events = format.stream(generation, answer, id, options.chunk_bytes);
    shape_events(events, format, fault);
    for (const auto& event : events) frames.push_back(frame(event, fault));
    encode();
    headers += "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
    reply.pieces.push_back({head(200, "text/event-stream; charset=utf-8", headers), {}});
  } else {
    if (fault.is("no-finish")) answer.finish = Answer::Finish::none;
    frames.push_back(format.whole_reply(generation, answer, id));
    encode();
    const auto extra = fault.is("wrong-length") ? fault.number("by", 100) : 0;
    headers += "Content-Length: " + std::to_string(static_cast<long long>(frames.back().size()) + extra) +
               "\r\n\r\n";
    reply.pieces.push_back({head(200, "application/json", headers), {}});
    if (fault.is("wrong-length")) reply.end = Reply::End::close;
  }
  send_body(reply, frames, options, fault, generation.stream);
  return reply;
}

std::string deep_json(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::optional<Reply> transport_fault(const WireFormat& format, const Fault& fault) {
  Reply reply;
  if (fault.is("status")) return status_reply(format, fault);
  if (fault.is("refuse")) {
    reply.end = Reply::End::reset;
    return reply;
  }
  if (fault.is("stall-headers")) {
    reply.pause_before_end = milliseconds{fault.number("ms", kForever.count())};
    reply.end = Reply::End::close;
    return reply;
  }
  if (fault.is("empty")) return plain_reply(200, "application/json", "");
  if (fault.is("html")) {
    return plain_reply(200, "text/html",
                       "<!doctype html><html><body>Please sign in to continue.</body></html>");
  }
  if (fault.is("redirect")) {
    return plain_reply(
        307, "", "",
        "Location: " + fault.text("location", "http://169.254.169.254/latest/meta-data/") + "\r\n");
  }
  if (fault.is("huge")) {
    const auto bytes = static_cast<std::size_t>(fault.number("bytes", 100'000'000));
    return plain_reply(200, "application/json", "\"" + std::string(bytes, 'a') + "\"");
  }
  if (fault.is("deep")) {
    return plain_reply(200, "application/json",
                       deep_json(static_cast<std::size_t>(fault.number("depth", 10'000))));
  }
  return std::nullopt;
}

milliseconds latency(const FakeOptions& options, std::uint64_t number) {
  if (options.latency_jitter.count() <= 0) return options.latency;
  base::SeededRandom random(options.seed * 0x9e3779b97f4a7c15ULL + number);
  const auto jitter = static_cast<double>(options.latency_jitter.count());
  const double chance = static_cast<double>(random.next() >> 11) * 0x1p-53;
  constexpr double kLongest = 20;
  const double more = options.latency_shape == LatencyShape::uniform
                          ? chance * jitter
                          : std::min(-std::log1p(-chance), kLongest) * jitter;
  return options.latency + milliseconds{std::llround(more)};
}

}  // namespace

Reply plain_reply(int status, std::string_view content_type, std::string body, std::string_view headers) {
  Reply reply;
  reply.status = status;
  auto bytes = head(status, content_type, headers);
  bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  bytes += body;
  reply.pieces.push_back({std::move(bytes), {}});
  return reply;
}

Reply respond(const WireFormat& format, const ApiRequest& request, const FakeOptions& options,
              const Fault& fault, std::uint64_t number) {
  const auto error_reply = [&](const ApiError& error) {
    return plain_reply(error.status, "application/json", format.error_body(error));
  };
  if (request.method != "POST") {
    ApiError error;
    error.status = 405;
    error.message =
        "Not allowed to " + std::string(request.method) + " on " + std::string(request.path) + ".";
    return error_reply(error);
  }
  if (const auto error = format.check_auth(request, options.expected_key)) return error_reply(*error);
  Generation generation;
  if (const auto error = format.read(request, options.schema, generation)) {
    auto reply = error_reply(*error);
    reply.model = generation.model;
    return reply;
  }
  auto faulty = transport_fault(format, fault);
  auto reply = faulty ? std::move(*faulty) : generate(format, generation, options, fault, number);
  if (!reply.pieces.empty()) reply.pieces.front().pause += latency(options, number);
  reply.model = generation.model;
  reply.stream = generation.stream;
  return reply;
}

}  // namespace assay::fakes
