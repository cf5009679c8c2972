#pragma once
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "llm/chat.hpp"
#include "llm/transport/http_transport.hpp"
#include "llm/transport/provider_url.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {

struct ChatLimits {
  std::chrono::milliseconds deadline{120'000};
  std::chrono::milliseconds stall{60'000};
  std::chrono::milliseconds connect{10'000};
  std::size_t max_reply_bytes = 16 << 20;
  std::string ca_file;  ///< see HttpRequest
  bool trace = false;   ///< ChatRequest::trace is sent
};

/// What one call came to: a reply, or why there is none; and what left the machine either way.
struct ChatOutcome {
  std::optional<ChatReply> reply;
  ChatFailure failure;          ///< where there is no reply
  std::optional<Dialect> next;  ///< where the server did not understand the dialect: what it may understand
  std::int64_t sent_bytes = 0;
  std::size_t written_bytes = 0;  ///< of text that the model wrote, whatever became of it
};

/// Asks a model of one provider, once: no retries here. The key is sent to this provider's origin only and
/// appears in no message. One object serves one io_context.
class ChatClient {
 public:
  ChatClient(ProviderUrl url, std::string api_key, ChatLimits limits, std::unique_ptr<WireFormat> format,
             HttpTransport& transport, const base::Clock& clock);
  ~ChatClient();

  /// `sink` gets the text while it comes, and outlives the call, as what `request` points to does.
  base::Task<ChatOutcome> ask(ChatRequest request, Dialect dialect, ContentSink* sink,
                              std::stop_token stop) const;
  const std::string& origin() const { return url_.origin; }

 private:
  std::string masked(std::string text) const;

  ProviderUrl url_;
  std::string api_key_;
  ChatLimits limits_;
  std::unique_ptr<WireFormat> format_;
  HttpTransport& transport_;
  const base::Clock& clock_;
};

}  // namespace assay::llm
