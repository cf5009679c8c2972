#include "analysis/linters/tool_run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "analysis/isolation/linter_child.hpp"

namespace assay::analysis {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr std::size_t kMaxOutput = 8U << 20;
constexpr int kSlice = 50;  // ms between looks at the stop token

/// Removes the folder with all that is in it.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "assay-lint-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

  bool put(const char* part, const std::vector<std::pair<std::string, std::string>>& files) const {
    std::error_code error;
    const fs::path folder = fs::path(path_) / part;
    fs::create_directory(folder, error);
    for (const auto& [name, text] : files) {
      std::ofstream out(folder / name, std::ios::binary);
      out << text;
      if (!out.flush()) return false;
    }
    return !error;
  }

 private:
  std::string path_;
};

struct Ends {
  int read = -1;
  int write = -1;
  ~Ends() {
    if (read >= 0) ::close(read);
    if (write >= 0) ::close(write);
  }
  bool open() {
    int both[2];
    if (::pipe2(both, O_CLOEXEC) != 0) return false;
    read = both[0];
    write = both[1];
    return true;
  }
  void close_write() {
    if (write >= 0) ::close(write);
    write = -1;
  }
};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// Only what programs need to start; nothing of ours, above all no keys.
std::vector<std::string> environment(const std::string& folder) {
  const char* path = std::getenv("PATH");
  return {std::string{"PATH="} + (path == nullptr ? "/usr/bin:/bin" : path),
          "HOME=" + folder + "/run",
          "TMPDIR=" + folder + "/run",
          "LANG=C.UTF-8",
          "LC_ALL=C.UTF-8",
          "NO_COLOR=1",
          "OPENSSL_CONF=/dev/null"};
}

base::Result<pid_t> start(const ToolRequest& request, const std::string& folder, Ends& out, Ends& err) {
  LinterChildSetup setup;
  setup.parent = ::getpid();
  setup.folder = folder;
  setup.work = request.among_files ? "." : "run";
  setup.memory_bytes = request.memory_bytes;
  setup.cpu_seconds = static_cast<std::uint32_t>(request.timeout.count() / 1000 + 2);
  setup.readable = request.readable;
  setup.readable.push_back(fs::path(request.program).parent_path().string());
  std::vector<std::string> arguments = linter_child_arguments(setup);
  arguments.push_back(request.program);
  for (const auto& argument : request.arguments)
    arguments.push_back(replaced(replaced(argument, "{code}", folder + "/code"), "{own}", folder + "/own"));
  std::vector<std::string> variables = environment(folder);
  const auto pointers = [](std::vector<std::string>& list) {
    std::vector<char*> all;
    for (std::string& one : list) all.push_back(one.data());
    all.push_back(nullptr);
    return all;
  };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, request.executable.c_str(), &actions, &attributes,
                                   pointers(arguments).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0)
    return base::fail(base::Errc::unavailable,
                      std::string{"it could not be started: "} + std::strerror(failed));
  return pid;
}

/// Reads both streams until they end; a reason why it had to be stopped before.
std::string collect(const std::array<int, 2>& from, const std::array<std::string*, 2>& into,
                    Clock::time_point deadline, const std::stop_token& stop) {
  std::array<pollfd, 2> waiting = {pollfd{from[0], POLLIN, 0}, pollfd{from[1], POLLIN, 0}};
  std::array<char, 16384> buffer;
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (stop.stop_requested()) return "cancelled";
    if (Clock::now() >= deadline) return "took too long";
    if (::poll(waiting.data(), waiting.size(), kSlice) < 0 && errno != EINTR)
      return "its output can't be read";
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      const ssize_t got = ::read(waiting[i].fd, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        waiting[i].fd = -1;
        continue;
      }
      into[i]->append(buffer.data(), static_cast<std::size_t>(got));
      if (into[i]->size() > kMaxOutput) return "said more than " + std::to_string(kMaxOutput >> 20) + " MB";
    }
  }
  return {};
}

}  // namespace

base::Result<ToolOutput> run_tool(const ToolRequest& request, const std::stop_token& stop) {
  const Folder folder;
  if (folder.path().empty() || !folder.put("run", {}) || !folder.put("code", request.code) ||
      !folder.put("own", request.own)) {
    return base::fail(base::Errc::unavailable, "no temporary folder could be made for it");
  }
  Ends out;
  Ends err;
  if (!out.open() || !err.open()) return base::fail(base::Errc::unavailable, "no pipe could be made for it");
  const auto deadline = Clock::now() + request.timeout;
  const auto pid = start(request, folder.path(), out, err);
  if (!pid) return base::fail(pid.error());
  out.close_write();
  err.close_write();
  ToolOutput result;
  std::string stopped = collect({out.read, err.read}, {&result.out, &result.err}, deadline, stop);
  int status = 0;
  // Its streams are closed; what still runs of it does so for nobody.
  for (bool reaped = false; !reaped;) {
    if (!stopped.empty()) ::kill(-*pid, SIGKILL);
    const pid_t got = ::waitpid(*pid, &status, stopped.empty() ? WNOHANG : 0);
    reaped = got == *pid || (got < 0 && errno != EINTR);
    if (!reaped && stopped.empty()) {
      if (Clock::now() >= deadline) stopped = "took too long";
      ::poll(nullptr, 0, 2);
    }
  }
  ::kill(-*pid, SIGKILL);  // its own children, if it left any
  if (stop.stop_requested()) return base::fail(base::Errc::cancelled, "cancelled");
  if (!stopped.empty()) {
    if (stopped == "took too long")
      stopped = "it was stopped after " + std::to_string(request.timeout.count()) + " ms";
    else
      stopped.insert(0, "it ");
    return base::fail(base::Errc::unavailable, stopped);
  }
  if (WIFSIGNALED(status))
    return base::fail(base::Errc::unavailable, "it was ended by signal " + std::to_string(WTERMSIG(status)));
  result.exit_code = WEXITSTATUS(status);
  if (result.exit_code == kLinterChildFailed)
    return base::fail(base::Errc::unavailable, "it could not be started: " + result.err.substr(0, 200));
  return result;
}

}  // namespace assay::analysis
