#pragma once
#include <memory>
#include <string>

#include "base/result.hpp"
#include "fakes/fake_options.hpp"
#include "fakes/request_log.hpp"

namespace assay::fakes {

/// An LLM provider on a loopback port, on a thread of its own from `start` to destruction. Thread-safe.
class FakeProvider {
 public:
  /// Port 0 takes a free one.
  static base::Result<std::unique_ptr<FakeProvider>> start(FakeOptions options = {},
                                                           const std::string& address = "127.0.0.1",
                                                           unsigned short port = 0);
  ~FakeProvider();
  FakeProvider(const FakeProvider&) = delete;
  FakeProvider& operator=(const FakeProvider&) = delete;

  /// "http://127.0.0.1:PORT", or "https://…". OpenAI's formats live below /v1, Anthropic's at /v1/messages,
  /// Gemini's below /v1beta.
  const std::string& origin() const;
  /// What a client has to trust, as PEM; empty without TLS.
  std::string certificate() const;
  /// The faults of the next requests, in order; then the options' again.
  void script(Script script);
  void script(std::initializer_list<const char*> faults);
  /// From `hold` to `release` requests are taken and no answer begins.
  void hold();
  void release();
  void reset();
  const RequestLog& log() const;
  int open_connections() const;

 private:
  struct Impl;
  explicit FakeProvider(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::fakes
