#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace assay::tests {

/// A real server as a child of the test, with a temporary folder of its own: the process can be ended,
/// stopped and started again, the folder goes with the object. The process also ends when the thread that
/// started it does. Not thread-safe. Everything throws std::runtime_error where it can't be done.
class ServerProcess {
 public:
  /// `name` is part of the folder's.
  explicit ServerProcess(const std::string& name);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  pid_t pid() const { return child_; }
  /// What it has written to the file "log" in its folder: all output of the process, and what it logs there
  /// itself.
  std::string log() const;

  /// A program of PATH with its arguments.
  void spawn(std::vector<std::string> words);
  /// Throws where it has ended by itself.
  void check_running();
  /// Returns when it is gone; it need not be there.
  void end(int signal);
  /// SIGSTOP and SIGCONT: it is there, and does nothing. Return when that is so.
  void freeze();
  void thaw();

 private:
  std::filesystem::path folder_;
  pid_t child_ = -1;
};

/// Calls `start` with free ports until it does not throw, three times at most: a port that was free may be
/// taken the moment after.
void start_on_free_port(ServerProcess& process, const std::function<void()>& start);

/// A port of the loopback address that nobody listens on now, below those that the kernel gives to
/// connections: while a server is away, one of its own clients that tries again could otherwise be given that
/// very port, connect to itself, and keep the server from coming back.
std::uint16_t free_port();

/// Waits for what must come soon: looks at `condition` every few milliseconds, and throws std::runtime_error
/// with `what` in it where it does not hold within `seconds`.
void await_that(const std::string& what, const std::function<bool()>& condition, int seconds = 20);

}  // namespace assay::tests
