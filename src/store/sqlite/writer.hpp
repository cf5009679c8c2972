#pragma once
#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// synced: on the disk when the caller is told. lazy: survives the end of the process (kill -9 too), but a
/// loss of power may undo it; a batch of lazy operations alone commits without fsync. SQLite's log only ever
/// loses its newest commits, so a lazy commit is never lost from under a synced one that came after it.
enum class Durability { lazy, synced };

/// One write. `run` may be called more than once, each time from a clean state of the database.
class WriteOperation {
 public:
  WriteOperation(Durability durability, base::Executor home) : durability_(durability), home_(home) {}
  virtual ~WriteOperation() = default;
  /// False: it fails, and its own changes must not stay.
  virtual bool run(WriteTransaction& tx) = 0;
  /// The result is this error, not what `run` gave.
  virtual void fail(base::Error error) = 0;
  /// Gives the result to whoever waits. Called on `home`, last of all.
  virtual void resume() = 0;

  Durability durability() const { return durability_; }
  const base::Executor& home() const { return home_; }

 private:
  Durability durability_;
  base::Executor home_;
};

/// What one commit was.
struct Commit {
  int log_pages = 0;           ///< size of the write-ahead log after it
  std::size_t operations = 0;  ///< writes that went into it
  std::chrono::duration<double> took{0};
};

/// The only thread that writes to the database. Commits at once when idle; what arrives meanwhile goes into
/// the next transaction together, up to 256 operations, so that one fsync serves all of them. When an
/// operation of a batch fails after it has changed something, the batch is undone and its operations run one
/// by one: none takes its neighbours down.
class Writer {
 public:
  /// `committed` is called on the writer thread after each commit.
  Writer(std::unique_ptr<Connection> db, StepHook hook, std::function<void(const Commit&)> committed);
  /// Finishes what was submitted, then joins.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void submit(std::unique_ptr<WriteOperation> operation);

  /// Runs `work(WriteTransaction&)`, a Result, and resumes on the awaiting io_context after the commit. An
  /// error of `work` undoes what it changed. The writer must outlive the call.
  template <class Work, class R = std::invoke_result_t<Work&, WriteTransaction&>>
  base::Task<R> run(Durability durability, Work work);

  /// Why nothing can be written any more, until a restart; nothing while all is well.
  std::optional<base::Error> broken() const;

 private:
  using Batch = std::vector<std::unique_ptr<WriteOperation>>;

  void loop();
  void run_batch(Batch batch);
  static void tell(Batch batch, const std::optional<base::Error>& error);
  /// True: committed. Otherwise all of it is undone; `error` says why (none: an operation failed by itself).
  bool try_commit(const Batch& batch, std::optional<base::Error>& error);
  bool run_all(const Batch& batch);
  void set_sync(Durability durability);
  void undo();

  const std::unique_ptr<Connection> db_;
  const StepHook hook_;
  const std::function<void(const Commit&)> committed_;
  WriteTransaction tx_;
  Durability sync_ = Durability::synced;
  int log_pages_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Batch queue_;
  bool stopping_ = false;
  std::optional<base::Error> broken_;
  std::thread thread_;
};

namespace detail {

template <class Work, class R, class Handler>
class AwaitedWrite final : public WriteOperation {
 public:
  AwaitedWrite(Durability durability, Work work, std::shared_ptr<std::optional<R>> result,
               base::Executor home, Handler handler)
      : WriteOperation(durability, home),
        work_(std::move(work)),
        result_(std::move(result)),
        guard_(home),
        handler_(std::move(handler)) {}

  bool run(WriteTransaction& tx) override {
    result_->emplace(work_(tx));
    return (*result_)->has_value();
  }
  void fail(base::Error error) override { result_->emplace(base::fail(std::move(error))); }
  void resume() override {
    guard_.reset();
    std::move(handler_)();
  }

 private:
  Work work_;
  std::shared_ptr<std::optional<R>> result_;
  boost::asio::executor_work_guard<base::Executor> guard_;
  Handler handler_;
};

}  // namespace detail

template <class Work, class R>
base::Task<R> Writer::run(Durability durability, Work work) {
  const base::Executor home = co_await boost::asio::this_coro::executor;
  const auto result = std::make_shared<std::optional<R>>();
  const boost::asio::use_awaitable_t<base::Executor> token;
  auto initiate = [this, durability, home, result, kept = std::move(work)](auto handler) mutable {
    using Operation = detail::AwaitedWrite<Work, R, decltype(handler)>;
    submit(std::make_unique<Operation>(durability, std::move(kept), result, home, std::move(handler)));
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<base::Executor>, void()>(
      std::move(initiate), token);
  co_return std::move(**result);
}

}  // namespace assay::store
