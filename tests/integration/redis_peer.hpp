#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace assay::tests {

/// A peer on the loopback address that does what a script says, byte for byte: for what no real server does.
class RedisPeer {
 public:
  /// One connection, as the peer sees it. Reads throw Gone when the client has closed it.
  class Connection {
   public:
    struct Gone {};
    explicit Connection(int socket) : socket_(socket) {}
    /// The next command's words.
    std::vector<std::string> read();
    /// Reads the first commands of a client without a password, and answers them well.
    void greet();
    void send(std::string_view bytes) const;
    /// Each byte in a packet of its own.
    void send_slowly(std::string_view bytes) const;

   private:
    std::string line();
    std::string take(std::size_t count);

    int socket_;
    std::string read_;
  };

  /// `serve` runs for one connection after the other, on the peer's thread; the first is number 1. When it
  /// returns, the connection is closed.
  explicit RedisPeer(std::function<void(Connection& connection, int number)> serve);
  /// Ends it at once, whatever the script waits for.
  ~RedisPeer();
  RedisPeer(const RedisPeer&) = delete;
  RedisPeer& operator=(const RedisPeer&) = delete;

  std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }

 private:
  void run(const std::function<void(Connection&, int)>& serve);

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> current_ = -1;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace assay::tests
