#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace assay::fakes {

struct LoggedRequest {
  enum class Outcome {
    open,       ///< the reply is not yet out
    completed,  ///< all of the reply was handed to the socket
    aborted,    ///< the client left before that
    cut,        ///< this server broke the reply off, as a fault asked
  };
  std::uint64_t number = 0;
  std::uint64_t connection = 0;
  double at_ms = 0;  ///< since the server started
  std::string method;
  std::string path;
  bool authorized = false;  ///< a header with a key was there
  std::string trace;        ///< traceparent
  std::size_t body_bytes = 0;
  std::string body;  ///< kept where the log is told to
  std::string model;
  bool stream = false;
  std::string fault;
  int status = 0;
  Outcome outcome = Outcome::open;
};

const char* to_string(LoggedRequest::Outcome outcome);

/// What was asked of the server. Thread-safe; keeps the newest `capacity` requests and counts all.
class RequestLog {
 public:
  explicit RequestLog(std::size_t capacity) : capacity_(capacity) {}

  void add(LoggedRequest request);
  void finish(std::uint64_t number, LoggedRequest::Outcome outcome);
  void clear();
  std::vector<LoggedRequest> all() const;
  std::uint64_t total() const;
  /// The most requests that were open at once, since the start or `clear`.
  std::size_t most_open() const;
  /// Waits until `done` holds for the log or time is up; says which.
  bool wait_for(const std::function<bool(const std::vector<LoggedRequest>&)>& done,
                std::chrono::milliseconds limit) const;
  std::string to_json() const;

 private:
  std::size_t capacity_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<LoggedRequest> requests_;
  std::uint64_t total_ = 0;
  std::size_t open_ = 0;
  std::size_t most_open_ = 0;
};

}  // namespace assay::fakes
