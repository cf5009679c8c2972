#include "llm/calls/chat_client.hpp"

#include <algorithm>

#include "llm/calls/chat_failure.hpp"

namespace assay::llm {
namespace {

// Enough of an error's body to find its words.
constexpr std::size_t kMaxErrorBytes = 64 * 1024;

// Routes the body: good replies to the decoder, the others into a short buffer.
class Router final : public BodySink {
 public:
  Router(std::unique_ptr<ReplyDecoder> decoder, std::stop_source stop)
      : decoder_(std::move(decoder)), stop_(std::move(stop)) {}

  void on_head(const HttpHead& head) override { head_ = head; }
  void on_body(std::string_view bytes) override {
    if (head_.status >= 200 && head_.status < 300) {
      decoder_->feed(bytes);
      if (decoder_->over_limit()) stop_.request_stop();
    } else {
      error_body_ += bytes.substr(0, kMaxErrorBytes - std::min(kMaxErrorBytes, error_body_.size()));
    }
  }

  ReplyDecoder& decoder() { return *decoder_; }
  const HttpHead& head() const { return head_; }
  const std::string& error_body() const { return error_body_; }

 private:
  std::unique_ptr<ReplyDecoder> decoder_;
  std::stop_source stop_;
  HttpHead head_;
  std::string error_body_;
};

ChatFailure failure_of(const HttpResult& result, std::string_view origin) {
  using Outcome = HttpResult::Outcome;
  const std::string at = std::string(origin) + ": ";
  ChatFailure failure;
  switch (result.outcome) {
    case Outcome::cancelled:
      failure.kind = FailureKind::cancelled;
      failure.message = "The review was cancelled";
      break;
    case Outcome::deadline:
    case Outcome::stalled:
      failure.kind = FailureKind::timeout;
      failure.message = at + result.detail;
      break;
    case Outcome::not_connected:
      failure.kind = FailureKind::network;
      failure.message = "Can't reach " + at + result.detail;
      break;
    case Outcome::tls:
      failure.kind = FailureKind::network;
      failure.message = "No secure connection with " + at + result.detail;
      break;
    case Outcome::forbidden_host:
      failure.kind = FailureKind::forbidden_host;
      failure.message = at + result.detail;
      break;
    case Outcome::too_large:
      failure.kind = FailureKind::too_large;
      failure.message = at + result.detail;
      break;
    case Outcome::complete:
    case Outcome::broken:
      failure.kind = FailureKind::network;
      failure.message = "The connection with " + at + "broke: " + result.detail;
      break;
  }
  return failure;
}

// A reply with a good status that never came to its end, or is none at all.
ChatFailure unfinished(const ReplyDecoder& decoder, const HttpHead& head, std::string_view origin) {
  const auto is = [&](std::string_view part) { return head.content_type.find(part) != std::string::npos; };
  if (!decoder.recognised() && !head.content_type.empty() && !is("json") && !is("event-stream")) {
    return {FailureKind::bad_reply,
            std::string(origin) + " answered with something that is no chat completion; check the base URL",
            {},
            {}};
  }
  return {FailureKind::incomplete, std::string(origin) + " ended its answer in the middle", {}, {}};
}

}  // namespace

ChatClient::ChatClient(ProviderUrl url, std::string api_key, ChatLimits limits,
                       std::unique_ptr<WireFormat> format, HttpTransport& transport, const base::Clock& clock)
    : url_(std::move(url)),
      api_key_(std::move(api_key)),
      limits_(std::move(limits)),
      format_(std::move(format)),
      transport_(transport),
      clock_(clock) {}

ChatClient::~ChatClient() = default;

// A server may quote the key it was sent.
std::string ChatClient::masked(std::string text) const {
  if (api_key_.size() < 4) return text;
  for (auto at = text.find(api_key_); at != std::string::npos; at = text.find(api_key_, at))
    text.replace(at, api_key_.size(), "***");
  return text;
}

base::Task<ChatOutcome> ChatClient::ask(ChatRequest request, Dialect dialect, ContentSink* sink,
                                        std::stop_token stop) const {
  auto wire = format_->encode(request, dialect, api_key_);
  HttpRequest http;
  http.url = url_.base + wire.path;
  http.headers = std::move(wire.headers);
  http.body = std::move(wire.body);
  if (limits_.trace && !request.trace.empty())
    http.headers.push_back("traceparent: " + std::string(request.trace));
  http.deadline = limits_.deadline;
  // An answer that comes as a whole comes when it is written: until then nothing can be heard of it.
  http.stall = request.stream ? limits_.stall : limits_.deadline;
  http.connect = limits_.connect;
  http.max_reply_bytes = limits_.max_reply_bytes;
  http.ca_file = limits_.ca_file;

  // Stops for two reasons: the caller's, and a text without end.
  std::stop_source inner;
  const auto forward = [inner]() mutable { inner.request_stop(); };
  const std::stop_callback on_stop(stop, forward);
  Router router(format_->decoder(sink), inner);
  const auto result = co_await transport_.post(std::move(http), &router, inner.get_token());

  ChatOutcome outcome;
  outcome.sent_bytes = result.sent_bytes;
  auto& decoder = router.decoder();
  if (decoder.over_limit()) {
    outcome.failure = {FailureKind::too_large, "The model wrote on without an end", {}, {}};
  } else if (result.outcome != HttpResult::Outcome::complete) {
    outcome.failure = failure_of(result, url_.origin);
  } else if (router.head().status < 200 || router.head().status >= 300) {
    const auto error = format_->read_error(router.error_body());
    outcome.failure = classify_status(router.head().status, error, router.head().retry, clock_.now());
    outcome.next = adapt(dialect, router.head().status, error);
  } else {
    decoder.finish();
    const auto& error = decoder.error();
    if (error) {
      outcome.failure = classify_stream_error(*error);
    } else if (!decoder.finish_reason()) {
      outcome.failure = unfinished(decoder, router.head(), url_.origin);
    } else if (decoder.damaged()) {
      outcome.failure = {
          FailureKind::incomplete, url_.origin + " sent a part of its answer that can't be read", {}, {}};
    } else {
      outcome.reply = decoder.take();
    }
  }
  outcome.written_bytes = outcome.reply ? outcome.reply->content.size() : decoder.take().content.size();
  outcome.failure.message = masked(std::move(outcome.failure.message));
  co_return outcome;
}

}  // namespace assay::llm
