#include "mongo_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "redis_server.hpp"

extern char** environ;

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
  auto pattern = (std::filesystem::temp_directory_path() / "assay-mongo-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  folder_ = pattern;
  std::filesystem::create_directory(folder_ / "data");
  // A port that was free may be taken the moment after.
  for (int attempt = 1;; ++attempt) {
    port_ = free_port();
    try {
      start();
      return;
    } catch (const std::runtime_error&) {
      end(SIGKILL);
      if (attempt < 3) continue;
      std::filesystem::remove_all(folder_);
      throw;
    }
  }
}

MongoServer::~MongoServer() {
  end(SIGKILL);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string MongoServer::uri(const std::string& database) const {
  return "mongodb://127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string MongoServer::log() const {
  std::ifstream in(folder_ / "log", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void MongoServer::stop() { end(SIGTERM); }
void MongoServer::kill() { end(SIGKILL); }
void MongoServer::freeze() { ::kill(child_, SIGSTOP); }
void MongoServer::thaw() { ::kill(child_, SIGCONT); }

void MongoServer::end(int signal) {
  if (child_ <= 0) return;
  ::kill(child_, signal);
  if (signal != SIGKILL) ::kill(child_, SIGCONT);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

void MongoServer::start() {
  spawn();
  try {
    await_that("the MongoDB server takes connections", [this] { return answers(); }, 60);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error{std::string(error.what()) + "\n" + log()};
  }
}

void MongoServer::spawn() {
  const auto program = environment("ASSAY_MONGO_SERVER");
  const auto data = (folder_ / "data").string();
  const auto port = std::to_string(port_);
  // setpriv: no test that crashes leaves a server behind.
  std::vector<std::string> words = {"setpriv", "--pdeathsig", "KILL", program, "--port", port};
  if (is_mongod(program)) {
    words.insert(words.end(),
                 {"--dbpath", data, "--bind_ip", "127.0.0.1", "--wiredTigerCacheSizeGB", "0.25"});
  } else {
    // Without --sync-on-commit a killed server can lose what it acknowledged with j: true.
    words.insert(words.end(), {"--storage-path", data, "--host", "127.0.0.1", "--cache-size", "64M",
                               "--log-level", "WARNING", "--sync-on-commit"});
  }
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const auto log = (folder_ / "log").string();
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int failed = ::posix_spawnp(&child_, "setpriv", &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error{"the MongoDB server can't be started"};
}

bool MongoServer::answers() {
  if (::waitpid(child_, nullptr, WNOHANG) != 0) {
    child_ = -1;
    throw std::runtime_error{"the MongoDB server ended at once"};
  }
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
