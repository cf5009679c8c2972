#pragma once
#include <cstdint>
#include <string>

#include "server_process.hpp"

namespace assay::tests {

/// A real server that speaks MongoDB's protocol, on a free port of this machine with its data in a folder of
/// its own, from construction to destruction. It also ends when the thread that started it does. Which one it
/// is says the environment variable ASSAY_MONGO_SERVER (tools/dev/mongo.sh): mongod, or SecantusDB. Not
/// thread-safe. Everything throws std::runtime_error where the server does not do what it should.
class MongoServer {
 public:
  /// Empty where there is a server; else why not, for a test to say that it is skipped.
  static std::string missing();

  /// Starts it and waits until it answers.
  MongoServer();

  std::uint16_t port() const { return port_; }
  /// mongodb://127.0.0.1:…/<database>
  std::string uri(const std::string& database) const;
  /// What it has written to its log.
  std::string log() const { return process_.log(); }

  /// Ends it as an operator would (SIGTERM), or like a crash (SIGKILL); returns when it is gone.
  void stop();
  void kill();
  /// Starts it again on the same port with its data; waits until it takes connections.
  void start();
  /// SIGSTOP and SIGCONT: it is there, and does nothing. Return when that is so.
  void freeze() { process_.freeze(); }
  void thaw() { process_.thaw(); }

 private:
  bool answers();

  ServerProcess process_{"mongo"};
  std::uint16_t port_ = 0;
};

/// One server for all tests of this process that only need a database of their own. Started at the first call
/// and ended with the process.
MongoServer& shared_mongo();
/// The name of a database that no other test of this process has.
std::string new_mongo_database();

}  // namespace assay::tests
