#include "redis_server.hpp"

#include <hiredis/hiredis.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <stdexcept>
#include <utility>

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

bool RedisServer::installed() { return ::access("/usr/bin/redis-server", X_OK) == 0; }

RedisServer::RedisServer(Options options) : options_(std::move(options)) {
  if (!installed()) throw std::runtime_error{"redis-server is not installed (./dev setup test)"};
  start_on_free_port(process_, [this] {
    port_ = free_port();
    bus_port_ = options_.mode == Mode::cluster ? free_port() : std::uint16_t{0};
    write_configuration();
    start();
  });
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

std::string RedisServer::socket_path() const { return (folder() / "redis.sock").string(); }

void RedisServer::stop() { process_.end(SIGTERM); }
void RedisServer::kill() { process_.end(SIGKILL); }

/// Once: Sentinels and nodes of a cluster write into it.
void RedisServer::write_configuration() {
  std::ofstream out(folder() / "redis.conf");
  const bool tls = !options_.ca_file.empty();
  out << "bind 127.0.0.1\n"
      << (tls ? "port 0\ntls-port " : "port ") << port_ << "\nunixsocket " << socket_path() << "\ndir "
      << folder().string() << "\nlogfile " << (folder() / "log").string() << "\nprotected-mode no\n";
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

void RedisServer::start() {
  std::filesystem::remove(socket_path());
  std::vector<std::string> words = {"redis-server", (folder() / "redis.conf").string()};
  if (options_.mode == Mode::sentinel) words.emplace_back("--sentinel");
  process_.spawn(std::move(words));
  await_that("redis-server answers", [this] { return answers(); });
}

void RedisServer::start_empty() {
  std::filesystem::remove_all(folder() / "appendonlydir");
  std::filesystem::remove(folder() / "dump.rdb");
  start();
}

bool RedisServer::answers() {
  process_.check_running();
  return try_command({"PING"}) == "PONG";
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
