#include "redis_server.hpp"

#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

extern char** environ;

namespace assay::tests {
namespace {

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, Free>;
using ReplyPtr = std::unique_ptr<redisReply, Free>;

std::string shown(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_NIL:
      return "(nil)";
    case REDIS_REPLY_INTEGER:
      return std::to_string(reply.integer);
    case REDIS_REPLY_ARRAY: {
      std::string all;
      for (std::size_t i = 0; i < reply.elements; ++i) all += shown(*reply.element[i]) + "\n";
      return all;
    }
    default:
      return {reply.str, reply.len};
  }
}

ReplyPtr ask(redisContext& context, const std::vector<std::string>& words) {
  std::vector<const char*> pointers;
  std::vector<std::size_t> sizes;
  for (const auto& word : words) {
    pointers.push_back(word.data());
    sizes.push_back(word.size());
  }
  return ReplyPtr(static_cast<redisReply*>(
      redisCommandArgv(&context, static_cast<int>(words.size()), pointers.data(), sizes.data())));
}

}  // namespace

std::uint16_t free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool good =
      listener >= 0 && ::bind(listener, generic, size) == 0 && ::getsockname(listener, generic, &size) == 0;
  ::close(listener);
  if (!good) throw std::runtime_error{"no free port"};
  return ntohs(address.sin_port);
}

void await_that(const std::string& what, const std::function<bool()>& condition, int seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error{"waited in vain: " + what};
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

bool RedisServer::installed() { return ::access("/usr/bin/redis-server", X_OK) == 0; }

RedisServer::RedisServer(Options options) : options_(std::move(options)) {
  if (!installed()) throw std::runtime_error{"redis-server is not installed (./dev setup test)"};
  auto pattern = (std::filesystem::temp_directory_path() / "assay-redis-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  folder_ = pattern;
  // A port that was free may be taken the moment after.
  for (int attempt = 1;; ++attempt) {
    port_ = free_port();
    bus_port_ = options_.mode == Mode::cluster ? free_port() : std::uint16_t{0};
    std::filesystem::remove(folder_ / "redis.conf");
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

RedisServer::~RedisServer() {
  end(SIGKILL);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string RedisServer::url() const {
  const bool tls = !options_.ca_file.empty();
  return std::string(tls ? "rediss" : "redis") + "://" +
         (options_.password.empty() ? "" : ":" + options_.password + "@") +
         "127.0.0.1:" + std::to_string(port_) + (tls ? "?ssl_ca_certs=" + options_.ca_file : "");
}

std::string RedisServer::unix_url() const {
  return "unix://" + (options_.password.empty() ? "" : ":" + options_.password + "@") + socket_path();
}

std::string RedisServer::socket_path() const { return (folder_ / "redis.sock").string(); }

std::string RedisServer::log() const {
  std::ifstream in(folder_ / "log", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void RedisServer::stop() { end(SIGTERM); }
void RedisServer::kill() { end(SIGKILL); }
void RedisServer::freeze() { ::kill(child_, SIGSTOP); }
void RedisServer::thaw() { ::kill(child_, SIGCONT); }

void RedisServer::end(int signal) {
  if (child_ <= 0) return;
  ::kill(child_, signal);
  if (signal != SIGKILL) ::kill(child_, SIGCONT);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

void RedisServer::start() {
  // Sentinels and nodes of a cluster write into their configuration: it is made once.
  const auto file = folder_ / "redis.conf";
  if (!std::filesystem::exists(file)) {
    std::ofstream out(file);
    const bool tls = !options_.ca_file.empty();
    out << "bind 127.0.0.1\n"
        << (tls ? "port 0\ntls-port " : "port ") << port_ << "\nunixsocket " << socket_path() << "\ndir "
        << folder_.string() << "\nlogfile " << (folder_ / "log").string() << "\nprotected-mode no\n";
    if (tls) {
      out << "tls-cert-file " << options_.certificate_file << "\ntls-key-file " << options_.key_file
          << "\ntls-ca-cert-file " << options_.ca_file << "\ntls-auth-clients no\n";
    }
    if (options_.mode != Mode::sentinel) {
      out << "save \"\"\nenable-debug-command yes\nrepl-diskless-sync-delay 0\n";
      if (options_.keep) out << "appendonly yes\nappendfsync always\n";
    }
    if (options_.mode == Mode::cluster) {
      out << "cluster-enabled yes\ncluster-node-timeout 1000\ncluster-port " << bus_port_
          << "\ncluster-replica-validity-factor 0\n";
    }
    if (!options_.password.empty()) out << "requirepass " << options_.password << "\n";
    for (const auto& line : options_.lines) out << line << "\n";
  }
  spawn();
  await_answer();
}

void RedisServer::start_empty() {
  std::filesystem::remove_all(folder_ / "appendonlydir");
  std::filesystem::remove(folder_ / "dump.rdb");
  start();
}

void RedisServer::spawn() {
  // setpriv: no test that crashes leaves a server behind.
  std::vector<std::string> words = {"setpriv", "--pdeathsig", "KILL", "redis-server",
                                    (folder_ / "redis.conf").string()};
  if (options_.mode == Mode::sentinel) words.emplace_back("--sentinel");
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  std::filesystem::remove(socket_path());
  if (::posix_spawnp(&child_, "setpriv", nullptr, nullptr, pointers.data(), environ) != 0)
    throw std::runtime_error{"redis-server can't be started"};
}

bool RedisServer::answers() {
  if (::waitpid(child_, nullptr, WNOHANG) != 0) {
    child_ = -1;
    throw std::runtime_error{"redis-server ended at once"};
  }
  return try_command({"PING"}) == "PONG";
}

void RedisServer::await_answer() {
  try {
    await_that("redis-server answers", [this] { return answers(); });
  } catch (const std::runtime_error& error) {
    throw std::runtime_error{std::string(error.what()) + "\n" + log()};
  }
}

void RedisServer::flush_all() { command({"FLUSHALL"}); }

std::string RedisServer::command(const std::vector<std::string>& words) const {
  const timeval limit{10, 0};
  const Context context(redisConnectUnixWithTimeout(socket_path().c_str(), limit));
  if (!context || context->err != 0) throw std::runtime_error{"redis-server is not reached"};
  redisSetTimeout(context.get(), limit);
  if (!options_.password.empty()) ask(*context, {"AUTH", options_.password});
  const auto reply = ask(*context, words);
  if (!reply) throw std::runtime_error{"redis-server does not answer " + words.front()};
  auto text = shown(*reply);
  if (reply->type == REDIS_REPLY_ERROR) throw std::runtime_error{text};
  return text;
}

std::string RedisServer::try_command(const std::vector<std::string>& words) const {
  try {
    return command(words);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace assay::tests
