#include "http/server/request_reader.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <cstring>
#include <functional>
#include <optional>
#include <utility>

namespace assay::http {
namespace {

namespace beast = boost::beast;
using beast::http::verb;
using Error = beast::http::error;
using ErrorCode = boost::system::error_code;
using BodyLimit = boost::optional<std::uint64_t>;

constexpr std::size_t kFirstCapacity = 2048;
constexpr std::size_t kBodyCapacity = 64 * 1024;
constexpr std::size_t kMinSpace = 256;
constexpr std::size_t kMaxChunkHead = 16 * 1024;  // a chunk's size line or the trailer
constexpr std::size_t kMaxReserve = 1 << 20;      // a declared length is believed up to here
constexpr int kMaxEmptyLines = 4;

bool has_bare_line_feed(std::string_view text) {
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (at == 0 || text[at - 1] != '\r') return true;
  }
  return false;
}

Method method_of(verb v) {
  switch (v) {
    case verb::get:
      return Method::get;
    case verb::head:
      return Method::head;
    case verb::post:
      return Method::post;
    case verb::put:
      return Method::put;
    case verb::patch:
      return Method::patch;
    case verb::delete_:
      return Method::remove;
    case verb::options:
      return Method::options;
    default:
      return Method::unknown;
  }
}

}  // namespace

/// Beast's parser with views in place of its own containers.
class RequestReader::Parser {
 public:
  explicit Parser(RequestReader& reader) : reader_(reader) {}

  void restart(std::size_t max_body) {
    impl_.emplace(reader_);
    impl_->body_limit(BodyLimit{max_body});
    impl_->header_limit(static_cast<std::uint32_t>(reader_.limits_.max_head_bytes + 1));
  }
  std::size_t put(std::string_view bytes, ErrorCode& error) {
    return impl_->put(boost::asio::const_buffer{bytes.data(), bytes.size()}, error);
  }
  bool head_done() const { return impl_->is_header_done(); }
  bool done() const { return impl_->is_done(); }
  bool keep_alive() const { return impl_->keep_alive(); }
  bool chunked() const { return impl_->chunked(); }
  std::optional<std::uint64_t> content_length() const {
    const auto length = impl_->content_length();
    return length ? std::optional<std::uint64_t>{*length} : std::nullopt;
  }
  void parse_all() { impl_->eager(true); }
  std::string_view target() const { return impl_->target; }

 private:
  struct Impl final : beast::http::basic_parser<true> {
    explicit Impl(RequestReader& r) : reader(r) {}
    RequestReader& reader;
    std::string_view target;

    using Text = beast::string_view;
    static std::string_view view(Text text) { return {text.data(), text.size()}; }

    void on_request_impl(verb method, Text, Text request_target, int version, ErrorCode&) override {
      reader.request_.method = method_of(method);
      reader.request_.http11 = version == 11;
      target = view(request_target);
    }
    void on_field_impl(beast::http::field, Text name, Text value, ErrorCode& error) override {
      if (is_header_done() || reader.state_ == State::need_body) return;  // a trailer: nothing here uses any
      if (reader.fields_.size() == reader.limits_.max_fields) {
        error = Error::header_limit;
        return;
      }
      reader.fields_.push_back({view(name), view(value)});
    }
    std::size_t on_body_impl(Text bytes, ErrorCode&) override {
      reader.body_.append(bytes.data(), bytes.size());
      return bytes.size();
    }
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, ErrorCode&) override {
      reader.body_.append(bytes.data(), bytes.size());
      return bytes.size();
    }
    void on_response_impl(int, Text, int, ErrorCode&) override {}
    void on_header_impl(ErrorCode&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
    void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
    void on_finish_impl(ErrorCode&) override {}
  };

  RequestReader& reader_;
  std::optional<Impl> impl_;
};

RequestReader::RequestReader(const ServerLimits& limits)
    : limits_(limits), parser_(std::make_unique<Parser>(*this)) {}
RequestReader::~RequestReader() = default;

std::span<char> RequestReader::space() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (capacity_ - end_ < kMinSpace || (state_ == State::need_body && capacity_ < kBodyCapacity)) {
    const std::size_t unread_size = end_ - begin_;
    std::size_t wanted = capacity_ == 0 ? kFirstCapacity : capacity_;
    if (state_ == State::need_body) wanted = std::max(wanted, kBodyCapacity);
    if (wanted - unread_size < std::max(kMinSpace, wanted / 4)) wanted *= 2;
    if (wanted == capacity_) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, unread_size);
    } else {
      // Not make_unique: the bytes are written before they are read.
      std::unique_ptr<char[]> larger{new char[wanted]};
      if (unread_size > 0) std::memcpy(larger.get(), buffer_.get() + begin_, unread_size);
      buffer_ = std::move(larger);
      capacity_ = wanted;
    }
    begin_ = 0;
    end_ = unread_size;
  }
  return {buffer_.get() + end_, capacity_ - end_};
}

RequestReader::State RequestReader::reject(int status, std::string detail) {
  rejection_ = {status, std::move(detail)};
  return state_ = State::rejected;
}

RequestReader::State RequestReader::advance() {
  switch (state_) {
    case State::ready:
    case State::rejected:
      return state_;
    case State::need_body:
      return parse_body();
    case State::idle:
    case State::need_head:
      return parse_head();
  }
  return state_;
}

RequestReader::State RequestReader::parse_head() {
  // Some clients send an empty line after a body; RFC 9112, 2.2 asks to pass over it.
  for (; empty_lines_ < kMaxEmptyLines && state_ == State::idle && unread().starts_with("\r\n");
       ++empty_lines_)
    begin_ += 2;
  if (begin_ == end_) return state_;
  if (state_ == State::idle && empty_lines_ < kMaxEmptyLines && unread() == "\r") return state_;
  state_ = State::need_head;
  const auto bytes = unread();
  switch (scanner_.scan(bytes.substr(0, limits_.max_head_bytes))) {
    case HeadScanner::State::incomplete:
      if (bytes.size() < limits_.max_head_bytes) return state_;
      return reject(431, "The head of the request is longer than " + std::to_string(limits_.max_head_bytes) +
                             " bytes.");
    case HeadScanner::State::bare_lf:
      return reject(400, "A line of the request's head ends in LF without CR.");
    case HeadScanner::State::folded:
      return reject(400, "A field of the request's head goes on in the next line.");
    case HeadScanner::State::not_http:
      return reject(400, "This is no HTTP request.");
    case HeadScanner::State::complete:
      break;
  }
  const std::size_t head_start = begin_;
  parser_->restart(limits_.max_body_bytes);
  ErrorCode error;
  begin_ += parser_->put(bytes.substr(0, scanner_.head_size()), error);
  if (error) {
    if (error == Error::body_limit) {
      return reject(413, "The body is longer than " + std::to_string(limits_.max_body_bytes) + " bytes.");
    }
    if (error == Error::header_limit) {
      return reject(431, "The request has more than " + std::to_string(limits_.max_fields) + " fields.");
    }
    if (error == Error::bad_version) return reject(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
    return reject(400, "The request's head is malformed: " + error.message() + ".");
  }
  if (!parser_->head_done() || begin_ != head_start + scanner_.head_size()) {
    return reject(400, "The request's head is malformed.");
  }
  request_.fields = fields_;
  request_.keep_alive = parser_->keep_alive();
  if (!check_head()) return state_ = State::rejected;
  if (parser_->done()) return state_ = State::ready;
  parser_->parse_all();
  state_ = State::need_body;
  if (const auto length = parser_->content_length())
    body_.reserve(std::min<std::size_t>(*length, kMaxReserve));
  if (parse_body() == State::need_body) {
    keep_head(head_start);
    expects_continue_ =
        begin_ == end_ && request_.http11 && equals_ignoring_case(request_.header("expect"), "100-continue");
  }
  return state_;
}

RequestReader::State RequestReader::parse_body() {
  ErrorCode error;
  if (begin_ < end_) begin_ += parser_->put(unread(), error);
  if (error && error != Error::need_more) {
    if (error == Error::body_limit) {
      return reject(413, "The body is longer than " + std::to_string(limits_.max_body_bytes) + " bytes.");
    }
    return reject(400, "The request's body is malformed: " + error.message() + ".");
  }
  if (parser_->done()) {
    request_.body = body_;
    return state_ = State::ready;
  }
  if (end_ - begin_ > kMaxChunkHead) return reject(400, "The head of a chunk is too long.");
  // What is left unread is the head of a chunk or the trailer. The parser looks for CRLF and would wait for
  // one.
  if (has_bare_line_feed(unread())) return reject(400, "A line of the chunked body ends in LF without CR.");
  return state_;
}

/// What the parser leaves open: exactly one Host (RFC 9112, 3.2), a transfer coding that is understood, a
/// target that names something here.
bool RequestReader::check_head() {
  int hosts = 0;
  for (const auto& field : fields_) {
    if (equals_ignoring_case(field.name, "host")) {
      ++hosts;
      request_.host = field.value;
    } else if (equals_ignoring_case(field.name, "transfer-encoding")) {
      if (!request_.http11) {
        reject(400, "HTTP/1.0 has no Transfer-Encoding.");
        return false;
      }
      if (!equals_ignoring_case(field.value, "chunked")) {
        reject(501, "The only Transfer-Encoding understood here is chunked.");
        return false;
      }
    } else if (equals_ignoring_case(field.name, "expect") &&
               !equals_ignoring_case(field.value, "100-continue")) {
      reject(417, "The only expectation understood here is 100-continue.");
      return false;
    }
  }
  if (hosts > 1 || (hosts == 0 && request_.http11)) {
    reject(400, "The request needs exactly one Host field.");
    return false;
  }
  if (!split_target(parser_->target())) {
    reject(400, "The request's target is malformed.");
    return false;
  }
  return true;
}

bool RequestReader::split_target(std::string_view target) {
  if (target == "*") {
    request_.path = target;
    return request_.method == Method::options;
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() > scheme.size() && equals_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(scheme.size());
      const auto slash = target.find_first_of("/?");
      request_.host = target.substr(0, slash);
      target = slash == std::string_view::npos ? std::string_view{"/"} : target.substr(slash);
      break;
    }
  }
  if (!target.starts_with('/') || target.find('#') != std::string_view::npos) return false;
  const auto mark = target.find('?');
  request_.path = target.substr(0, mark);
  request_.query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  return true;
}

/// The body will be read over the head's place in the buffer, so the head gets one of its own.
void RequestReader::keep_head(std::size_t head_start) {
  const char* const old_base = buffer_.get() + head_start;
  head_.assign(old_base, scanner_.head_size());
  const auto moved = [&](std::string_view text) -> std::string_view {
    // Views that don't point into the head (a default "/") stay what they are.
    if (std::less<>{}(text.data(), old_base) || std::less<>{}(old_base + head_.size(), text.data()))
      return text;
    return {head_.data() + (text.data() - old_base), text.size()};
  };
  for (auto& field : fields_) field = {moved(field.name), moved(field.value)};
  request_.path = moved(request_.path);
  request_.query = moved(request_.query);
  request_.host = moved(request_.host);
}

void RequestReader::pop() {
  scanner_.reset();
  empty_lines_ = 0;
  fields_.clear();
  body_.clear();
  if (body_.capacity() > kBodyCapacity) body_ = {};
  head_.clear();
  request_ = {};
  expects_continue_ = false;
  state_ = State::idle;
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (capacity_ > 4 * kFirstCapacity) {
      buffer_.reset();
      capacity_ = 0;
    }
  }
}

}  // namespace assay::http
