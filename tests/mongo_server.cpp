#include "mongo_server.hpp"

#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace assay::tests {
namespace {

std::string environment(const char* name) {
  const char* value = ::getenv(name);
  return value == nullptr ? "" : value;
}

bool is_mongod(const std::string& program) {
  return std::filesystem::path(program).filename().string().starts_with("mongod");
}

}  // namespace

std::string MongoServer::missing() {
  const auto program = environment("ASSAY_MONGO_SERVER");
  if (!program.empty() && ::access(program.c_str(), X_OK) == 0) return {};
  const auto why = environment("ASSAY_MONGO_MISSING");
  if (!why.empty()) return why;
  return program.empty() ? "ASSAY_MONGO_SERVER does not say where a MongoDB server is (./dev test does)"
                         : "the MongoDB server " + program + " can't be run";
}

MongoServer::MongoServer() {
  if (const auto why = missing(); !why.empty()) throw std::runtime_error{why};
  std::filesystem::create_directory(process_.folder() / "data");
  start_on_free_port(process_, [this] {
    port_ = free_port();
    start();
  });
}

std::string MongoServer::uri(const std::string& database) const {
  return "mongodb://127.0.0.1:" + std::to_string(port_) + "/" + database;
}

void MongoServer::stop() { process_.end(SIGTERM); }
void MongoServer::kill() { process_.end(SIGKILL); }

void MongoServer::start() {
  const auto program = environment("ASSAY_MONGO_SERVER");
  const auto data = (process_.folder() / "data").string();
  std::vector<std::string> words = {program, "--port", std::to_string(port_)};
  if (is_mongod(program)) {
    words.insert(words.end(),
                 {"--dbpath", data, "--bind_ip", "127.0.0.1", "--wiredTigerCacheSizeGB", "0.25"});
  } else {
    // Without --sync-on-commit a killed server can lose what it acknowledged with j: true.
    words.insert(words.end(), {"--storage-path", data, "--host", "127.0.0.1", "--cache-size", "64M",
                               "--log-level", "WARNING", "--sync-on-commit"});
  }
  process_.spawn(std::move(words));
  await_that("the MongoDB server takes connections", [this] { return answers(); }, 60);
}

bool MongoServer::answers() {
  process_.check_running();
  const int caller = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port_);
  const bool there = ::connect(caller, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(caller);
  return there;
}

MongoServer& shared_mongo() {
  static MongoServer server;
  static const bool kSaid = [] {
    std::printf("[  MongoDB ] %s\n", environment("ASSAY_MONGO_SERVER").c_str());
    return true;
  }();
  (void)kSaid;
  return server;
}

std::string new_mongo_database() {
  static int last = 0;
  return "test" + std::to_string(++last);
}

}  // namespace assay::tests
