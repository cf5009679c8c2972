#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace assay::tests {

using Variables = std::map<std::string, std::string>;

/// What a command that ends by itself left behind.
struct CommandResult {
  int code = -1;
  std::string out;
  std::string err;
};
/// Runs the real binary with these arguments; returns when it has ended.
CommandResult run_assay(std::vector<std::string> arguments, const Variables& environment = {});

/// The real binary, serving on a free port of this machine from a data folder of its own, from construction
/// to destruction. It also ends when the thread that started it does. Not thread-safe.
class AssayProcess {
 public:
  /// `settings`: "key=value", as for --set. Throws where the server does not come up.
  AssayProcess(std::vector<std::string> settings, Variables environment)
      : AssayProcess({"serve", "--listen", "127.0.0.1:0"}, std::move(settings), std::move(environment)) {}
  /// The same of another command that runs until it is stopped and says an http address first.
  AssayProcess(const std::vector<std::string>& command, std::vector<std::string> settings,
               Variables environment);
  ~AssayProcess();
  AssayProcess(const AssayProcess&) = delete;
  AssayProcess& operator=(const AssayProcess&) = delete;

  std::uint16_t port() const { return port_; }
  const std::filesystem::path& folder() const { return folder_; }
  void send(int signal) const;
  /// Returns when it has ended; gives the exit code, -1 where a signal ended it.
  int wait();
  /// Everything it has written to standard error.
  std::string log() const;
  /// The most memory it ever used.
  long peak_kib() const;
  /// Submits the body, follows its stream, calls `followed` when that has begun, and waits until the
  /// submission has ended; gives the review, and what was streamed on the way.
  struct Finished {
    std::string id;
    std::string review;
    std::string stream;
  };
  Finished review(const std::string& body, const std::function<void()>& followed = {}) const;

 private:
  std::filesystem::path folder_;
  pid_t child_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace assay::tests
