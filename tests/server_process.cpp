#include "server_process.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace assay::tests {
namespace {

constexpr int kFirstPort = 10'000;
constexpr int kLastPort = 32'000;
constexpr int kTries = 3;

/// The first port that the kernel gives to connections.
int first_given_port() {
  std::ifstream in("/proc/sys/net/ipv4/ip_local_port_range");
  int first = 0;
  in >> first;
  return first > kFirstPort + 1'000 ? first : kLastPort;
}

bool is_free(std::uint16_t port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool good =
      listener >= 0 && ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(listener);
  return good;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& name) {
  auto pattern = (std::filesystem::temp_directory_path() / ("assay-" + name + "-XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  folder_ = pattern;
}

ServerProcess::~ServerProcess() {
  end(SIGKILL);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string ServerProcess::log() const {
  std::ifstream in(folder_ / "log", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void ServerProcess::spawn(std::vector<std::string> words) {
  // setpriv: no test that crashes leaves a server behind.
  const std::string program = words.front();
  words.insert(words.begin(), {"setpriv", "--pdeathsig", "KILL"});
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
  if (failed != 0) throw std::runtime_error{program + " can't be started"};
}

void ServerProcess::check_running() {
  if (::waitpid(child_, nullptr, WNOHANG) == 0) return;
  child_ = -1;
  throw std::runtime_error{"the server ended at once:\n" + log()};
}

void ServerProcess::end(int signal) {
  if (child_ <= 0) return;
  ::kill(child_, signal);
  if (signal != SIGKILL) ::kill(child_, SIGCONT);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

void ServerProcess::freeze() {
  ::kill(child_, SIGSTOP);
  // Its threads go on until each has noticed.
  ::waitpid(child_, nullptr, WUNTRACED);
}
void ServerProcess::thaw() { ::kill(child_, SIGCONT); }

void start_on_free_port(ServerProcess& process, const std::function<void()>& start) {
  for (int attempt = 1;; ++attempt) {
    try {
      return start();
    } catch (const std::runtime_error&) {
      process.end(SIGKILL);
      if (attempt == kTries) throw;
    }
  }
}

std::uint16_t free_port() {
  static std::mt19937 chance{std::random_device{}()};
  std::uniform_int_distribution<int> any{kFirstPort, std::min(first_given_port(), kLastPort) - 1};
  while (true) {
    const auto port = static_cast<std::uint16_t>(any(chance));
    if (is_free(port)) return port;
  }
}

void await_that(const std::string& what, const std::function<bool()>& condition, int seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error{"waited in vain: " + what};
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

}  // namespace assay::tests
