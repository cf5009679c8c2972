#include "cli/git/git_command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace assay::cli {
namespace {

/// A pipe whose ends close with it.
class Pipe {
 public:
  Pipe() { opened_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool opened() const { return opened_; }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_writing() { close_end(1); }
  void close_reading() { close_end(0); }

 private:
  void close_end(std::size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }
  std::array<int, 2> ends_{-1, -1};
  bool opened_ = false;
};

struct Streams {
  std::string out;
  std::string err;
  bool too_much = false;
};

/// Takes what is there; false at the end of the stream.
bool take(int descriptor, std::string& into, std::size_t most, bool& too_much) {
  std::array<char, 65536> chunk;
  const auto got = ::read(descriptor, chunk.data(), chunk.size());
  if (got < 0) return errno == EINTR;
  if (got == 0) return false;
  const auto room = most > into.size() ? most - into.size() : 0;
  if (static_cast<std::size_t>(got) > room) too_much = true;
  into.append(chunk.data(), std::min(static_cast<std::size_t>(got), room));
  return true;
}

/// Reads both streams to their ends, whichever comes first, so that neither fills up.
Streams read_both(Pipe& out, Pipe& err, std::size_t most) {
  constexpr std::size_t kMostWords = 4096;
  Streams streams;
  bool ignored = false;
  bool out_open = true;
  bool err_open = true;
  while (out_open || err_open) {
    std::array<pollfd, 2> wanted{pollfd{out_open ? out.reading() : -1, POLLIN, 0},
                                 pollfd{err_open ? err.reading() : -1, POLLIN, 0}};
    if (::poll(wanted.data(), wanted.size(), -1) < 0 && errno != EINTR) break;
    if (wanted[0].revents != 0) out_open = take(out.reading(), streams.out, most, streams.too_much);
    if (wanted[1].revents != 0) err_open = take(err.reading(), streams.err, kMostWords, ignored);
    if (streams.too_much) break;
  }
  return streams;
}

std::vector<std::string> environment_for_git() {
  // In front: of two entries with one name the first counts.
  std::vector<std::string> out = {"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat",
                                  "LC_ALL=C"};
  for (char** entry = environ; *entry != nullptr; ++entry) out.emplace_back(*entry);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

base::Result<std::string> run_git(std::vector<std::string> arguments, std::size_t most) {
  arguments.insert(arguments.begin(), "git");
  Pipe out;
  Pipe err;
  if (!out.opened() || !err.opened())
    return base::fail(base::Errc::unavailable, std::string{"no pipe: "} + std::strerror(errno));
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out.writing(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err.writing(), STDERR_FILENO);
  auto variables = environment_for_git();
  pid_t child = -1;
  const int failed = ::posix_spawnp(&child, "git", &actions, nullptr, pointers(arguments).data(),
                                    pointers(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0)
    return base::fail(base::Errc::unavailable, std::string{"git can't be run: "} + std::strerror(failed));
  out.close_writing();
  err.close_writing();
  auto streams = read_both(out, err, most);
  // Where it still writes, the closed pipe ends it.
  out.close_reading();
  err.close_reading();
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (streams.too_much)
    return base::fail(base::Errc::invalid_argument,
                      "git wrote more than " + std::to_string(most) + " bytes; name fewer files");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const auto words = first_line(streams.err);
    return base::fail(base::Errc::invalid_argument, words.empty() ? "git failed" : "git: " + words);
  }
  return std::move(streams.out);
}

}  // namespace assay::cli
