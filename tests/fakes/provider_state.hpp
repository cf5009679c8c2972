#pragma once
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "fakes/fake_options.hpp"
#include "fakes/request_log.hpp"
#include "fakes/respond.hpp"
#include "fakes/wire_format.hpp"

namespace assay::fakes {

/// What all connections share: the script, the log, the formats. Thread-safe.
class ProviderState {
 public:
  explicit ProviderState(FakeOptions options);

  /// The reply to any request, those below /_fake/ included. `logged` is the request's number in the log, 0
  /// for /_fake/.
  Reply answer(const ApiRequest& request, std::uint64_t connection, std::uint64_t& logged);

  void set_script(Script script);
  void reset();
  RequestLog& log() { return log_; }
  /// While it is set no answer begins.
  std::atomic<bool>& held() { return held_; }
  std::atomic<int>& open_connections() { return open_connections_; }

 private:
  Fault next_fault(std::uint64_t number);
  Reply control(const ApiRequest& request);

  FakeOptions options_;
  std::vector<std::unique_ptr<WireFormat>> formats_;
  RequestLog log_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<int> open_connections_{0};
  std::atomic<bool> held_{false};
  std::mutex mutex_;
  Script script_;
  std::size_t next_ = 0;
};

}  // namespace assay::fakes
