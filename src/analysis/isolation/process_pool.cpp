#include "analysis/isolation/process_pool.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <cstring>
#include <deque>
#include <optional>

#include "analysis/isolation/child.hpp"
#include "analysis/isolation/message.hpp"
#include "base/log.hpp"

extern char** environ;

namespace assay::analysis {
namespace {

namespace asio = boost::asio;
using Descriptor = asio::posix::basic_stream_descriptor<base::Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, base::Executor>;
using Awaitable = asio::use_awaitable_t<base::Executor>;

struct Pipe {
  int read = -1;
  int write = -1;
};

void close_both(Pipe& pipe) {
  if (pipe.read >= 0) ::close(pipe.read);
  if (pipe.write >= 0) ::close(pipe.write);
  pipe = {};
}

bool make_pipe(Pipe& out) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  out = {ends[0], ends[1]};
  return true;
}

/// The few variables a child may need to start; nothing else of ours reaches it.
std::vector<char*> child_environment() {
  std::vector<char*> kept;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    for (const char* wanted :
         {"LD_LIBRARY_PATH=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS=", "LSAN_OPTIONS="}) {
      if (std::strncmp(*entry, wanted, std::strlen(wanted)) == 0) kept.push_back(*entry);
    }
  }
  kept.push_back(nullptr);
  return kept;
}

}  // namespace

struct ProcessPool::Impl : std::enable_shared_from_this<ProcessPool::Impl> {
  struct Child {
    Child(const base::Executor& executor, pid_t process, int in, int out)
        : pid(process), to(executor, in), from(executor, out) {}
    ~Child() {
      kill();
      int status = 0;
      while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
      }
    }
    void kill() const { ::kill(pid, SIGKILL); }

    pid_t pid;
    Descriptor to;
    Descriptor from;
    bool ready = false;
    bool timed_out = false;
    bool cancelled = false;
  };

  Impl(base::Executor e, PoolOptions o) : executor(std::move(e)), options(std::move(o)) {}

  base::Result<std::shared_ptr<Child>> spawn();
  base::Task<base::Result<std::shared_ptr<Child>>> acquire(std::stop_token stop);
  void release(std::shared_ptr<Child> child);
  void forget(const std::shared_ptr<Child>& child);
  void wake_one();

  base::Executor executor;
  PoolOptions options;
  std::vector<std::shared_ptr<Child>> all;
  std::vector<std::shared_ptr<Child>> idle;
  std::deque<std::shared_ptr<Timer>> waiting;
  std::string missing;
  bool stopped = false;
};

namespace {

/// The child's exchange of one message for another; nothing when it died.
template <class ChildPtr>
base::Task<std::optional<std::string>> exchange_message(ChildPtr child, std::string message,
                                                        base::Executor executor) {
  (void)executor;
  const Awaitable token{};
  boost::system::error_code error;
  const auto size = static_cast<std::uint32_t>(message.size());
  message.insert(0, reinterpret_cast<const char*>(&size), sizeof size);
  co_await asio::async_write(child->to, asio::buffer(message), asio::redirect_error(token, error));
  if (error) co_return std::nullopt;
  std::uint32_t reply_size = 0;
  co_await asio::async_read(child->from, asio::buffer(&reply_size, sizeof reply_size),
                            asio::redirect_error(token, error));
  if (error || reply_size > kMaxMessage) co_return std::nullopt;
  std::string reply(reply_size, '\0');
  co_await asio::async_read(child->from, asio::buffer(reply), asio::redirect_error(token, error));
  if (error) co_return std::nullopt;
  co_return reply;
}

}  // namespace

base::Result<std::shared_ptr<ProcessPool::Impl::Child>> ProcessPool::Impl::spawn() {
  Pipe to;
  Pipe from;
  if (!make_pipe(to) || !make_pipe(from)) {
    close_both(to);
    return base::fail(base::Errc::unavailable, "no pipe for an analysis process");
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, to.read, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from.write, STDOUT_FILENO);
#ifndef ASSAY_SANITIZED
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
  sigset_t none;
  sigset_t all_signals;
  sigemptyset(&none);
  sigfillset(&all_signals);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all_signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string name = "assay-analysis";
  std::string argument = kChildArgument;
  std::string parent = std::to_string(::getpid());
  std::array<char*, 4> arguments = {name.data(), argument.data(), parent.data(), nullptr};
  std::vector<char*> environment = child_environment();
  pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, options.executable.c_str(), &actions, &attributes, arguments.data(),
                                   environment.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(to.read);
  ::close(from.write);
  if (failed != 0) {
    ::close(to.write);
    ::close(from.read);
    return base::fail(base::Errc::unavailable,
                      std::string("no analysis process could be started: ") + std::strerror(failed));
  }
  auto child = std::make_shared<Child>(executor, pid, to.write, from.read);
  all.push_back(child);
  return child;
}

void ProcessPool::Impl::wake_one() {
  if (waiting.empty()) return;
  const std::shared_ptr<Timer> first = waiting.front();
  waiting.pop_front();
  first->cancel();
}

void ProcessPool::Impl::release(std::shared_ptr<Child> child) {
  idle.push_back(std::move(child));
  wake_one();
}

void ProcessPool::Impl::forget(const std::shared_ptr<Child>& child) {
  child->kill();
  std::erase(all, child);
  std::erase(idle, child);
  wake_one();
}

base::Task<base::Result<std::shared_ptr<ProcessPool::Impl::Child>>> ProcessPool::Impl::acquire(
    std::stop_token stop) {
  for (;;) {
    if (stopped || stop.stop_requested())
      co_return base::fail(base::Errc::cancelled, "the analysis was cancelled");
    if (!idle.empty()) {
      auto child = idle.back();
      idle.pop_back();
      co_return child;
    }
    if (static_cast<int>(all.size()) < std::max(1, options.processes)) co_return spawn();
    auto timer = std::make_shared<Timer>(executor, std::chrono::steady_clock::time_point::max());
    waiting.push_back(timer);
    const std::weak_ptr<Timer> weak = timer;
    const base::Executor on = executor;
    std::stop_callback wake(stop, [weak, on] {
      asio::post(on, [weak] {
        if (const auto held = weak.lock()) held->cancel();
      });
    });
    boost::system::error_code ignored;
    const Awaitable token{};
    co_await timer->async_wait(asio::redirect_error(token, ignored));
    std::erase(waiting, timer);
  }
}

ProcessPool::ProcessPool(base::Executor executor, PoolOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(options))) {
  // A child that died must not take us along when we write to it.
  std::signal(SIGPIPE, SIG_IGN);
}

ProcessPool::~ProcessPool() { shutdown(); }

void ProcessPool::shutdown() {
  impl_->stopped = true;
  for (const auto& child : impl_->all) {
    child->cancelled = true;
    child->kill();
  }
  impl_->all.clear();
  impl_->idle.clear();
  while (!impl_->waiting.empty()) impl_->wake_one();
}

const std::string& ProcessPool::missing_protection() const { return impl_->missing; }
int ProcessPool::running() const { return static_cast<int>(impl_->all.size()); }

base::Task<base::Result<ProcessPool::Outcome>> ProcessPool::analyse(Source source, std::stop_token stop) {
  const std::shared_ptr<Impl> impl = impl_;
  auto acquired = co_await impl->acquire(stop);
  if (!acquired) co_return base::fail(acquired.error());
  std::shared_ptr<Impl::Child> child = std::move(*acquired);
  child->timed_out = false;
  child->cancelled = false;

  const std::weak_ptr<Impl::Child> weak = child;
  const base::Executor on = impl->executor;
  std::stop_callback cancel(stop, [weak, on] {
    asio::post(on, [weak] {
      if (const auto held = weak.lock()) {
        held->cancelled = true;
        held->kill();
      }
    });
  });

  Timer deadline(impl->executor);
  const auto arm = [&deadline, weak](std::chrono::milliseconds after) {
    deadline.expires_after(after);
    deadline.async_wait([weak](const boost::system::error_code& error) {
      const auto held = weak.lock();
      if (error || !held) return;
      held->timed_out = true;
      held->kill();
    });
  };

  std::optional<std::string> reply;
  bool alive = true;
  if (!child->ready) {
    arm(std::chrono::seconds(20));
    ChildSetup setup;
    setup.limits = impl->options.limits;
    setup.cpu_seconds = static_cast<std::uint32_t>(impl->options.timeout.count() / 1000 + 2);
    setup.memory_bytes = impl->options.memory_bytes;
    setup.extra_rules = impl->options.extra_rules;
    setup.disabled = impl->options.disabled;
    setup.enabled = impl->options.enabled;
    std::string bytes = encode(std::move(setup));
    reply = co_await exchange_message(child, std::move(bytes), impl->executor);
    const auto ready =
        reply ? decode_ready(*reply) : base::Result<ChildReady>(base::fail(base::Errc::unavailable, ""));
    alive = ready.has_value();
    if (alive) {
      child->ready = true;
      if (!ready->missing.empty() && impl->missing.empty()) {
        base::log::warn("the analysis processes are less protected than they should be",
                        {{"missing", ready->missing}});
      }
      impl->missing = ready->missing;
    }
  }
  if (!alive) {
    deadline.cancel();
    const bool cancelled = child->cancelled;
    impl->forget(child);
    if (cancelled) co_return base::fail(base::Errc::cancelled, "the analysis was cancelled");
    co_return base::fail(base::Errc::unavailable, "an analysis process did not start");
  }
  arm(impl->options.timeout);
  std::string request = encode(source);
  reply = co_await exchange_message(child, std::move(request), impl->executor);
  deadline.cancel();

  auto decoded = reply ? decode_result(*reply)
                       : base::Result<AnalysisResult>(base::fail(base::Errc::corrupt, "no reply"));
  if (decoded && !child->cancelled && !child->timed_out && !impl->stopped) {
    impl->release(std::move(child));
    Outcome outcome{std::move(*decoded), true};
    co_return outcome;
  }
  const bool cancelled = child->cancelled || impl->stopped;
  const bool timed_out = child->timed_out;
  impl->forget(child);
  if (cancelled) co_return base::fail(base::Errc::cancelled, "the analysis was cancelled");
  std::string reason = timed_out ? "the analysis took longer than " +
                                       std::to_string(impl->options.timeout.count()) + " ms and was stopped"
                                 : std::string("the analysis process ended unexpectedly on this text");
  Outcome outcome{skipped(source, std::move(reason)), false};
  co_return outcome;
}

}  // namespace assay::analysis
