#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "server_process.hpp"

namespace assay::tests {

/// A real redis-server on a free port of this machine, in a folder of its own, from construction to
/// destruction. It also ends when the thread that started it does. Not thread-safe. Everything throws
/// std::runtime_error where the server does not do what it should.
class RedisServer {
 public:
  enum class Mode { server, sentinel, cluster };
  struct Options {
    Mode mode = Mode::server;
    bool keep = false;       ///< writes each change to its file before it answers (AOF, fsync always)
    std::string password{};  ///< of the user `default`
    std::string ca_file{};   ///< not empty: TLS on the port, with the two files below
    std::string certificate_file{};
    std::string key_file{};
    std::vector<std::string> lines{};  ///< more lines of its configuration
  };

  /// Starts it and waits until it answers.
  RedisServer() : RedisServer(Options{}) {}
  explicit RedisServer(Options options);

  static bool installed();

  std::uint16_t port() const { return port_; }
  /// Of a node of a cluster: where the others speak to it.
  std::uint16_t bus_port() const { return bus_port_; }
  /// redis://… or rediss://…, with the password.
  std::string url() const;
  std::string unix_url() const;
  std::string socket_path() const;
  const std::filesystem::path& folder() const { return process_.folder(); }
  pid_t pid() const { return process_.pid(); }
  /// What it has written to its log.
  std::string log() const { return process_.log(); }

  /// Ends it as an operator would (SIGTERM), or like a crash (SIGKILL); returns when it is gone.
  void stop();
  void kill();
  /// Starts it again on the same port, with what its file holds or with nothing; waits until it answers.
  void start();
  void start_empty();
  /// SIGSTOP and SIGCONT: it is there, and does nothing.
  void freeze() { process_.freeze(); }
  void thaw() { process_.thaw(); }

  void flush_all();
  /// A command over its unix socket; the reply as text: arrays one item a line, nil as "(nil)". Throws where
  /// the reply is an error.
  std::string command(const std::vector<std::string>& words) const;
  /// The same; gives the error's text where the reply is one, or where the server does not answer.
  std::string try_command(const std::vector<std::string>& words) const;

 private:
  void write_configuration();
  bool answers();

  Options options_;
  ServerProcess process_{"redis"};
  std::uint16_t port_ = 0;
  std::uint16_t bus_port_ = 0;
};

}  // namespace assay::tests
