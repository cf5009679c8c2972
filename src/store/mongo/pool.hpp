#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/blocking_pool.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

struct PoolOptions {
  std::string uri;         ///< mongodb:// or mongodb+srv://, with user and password where there are any
  unsigned threads = 16;   ///< and connections, at least 1
  std::string database{};  ///< empty: the one that the URI names, else "assay"
  /// Runs before anything else does, again and again until it has succeeded once: at once where the server is
  /// there at start, else when it comes.
  std::function<base::Result<void>(Client&)> prepare{};
  /// Told of each command that was answered, or was not: its name ("find"), the time until then. On the
  /// threads of the pool, several at once; must not throw.
  std::function<void(std::string_view command, std::chrono::microseconds took, bool answered)> observe{};
};

/// Connections to MongoDB, one for each thread of a pool of their own. Any io_context thread may call `run`.
/// It starts without a server and works as soon as there is one.
///
/// While no primary can be reached one call at a time waits for one (2 s at most, unless the URI says
/// otherwise) and the others fail at once: a queue of waiting calls would be there long after the server is.
class Pool {
 public:
  /// `invalid_argument` with the field "MONGODB_URI" for a URI that is none; the message does not repeat it.
  /// `unsupported` where the library is not installed. Other errors are those of `prepare`; where it finds no
  /// server that is no error yet.
  static base::Result<std::unique_ptr<Pool>> open(PoolOptions options);
  ~Pool();

  /// Runs `work(Client&)`, a Result, on a thread of the pool and resumes on the awaiting io_context. The pool
  /// must outlive the call.
  template <class Work, class R = std::invoke_result_t<Work&, Client&>>
  base::Task<R> run(Work work) {
    auto on_thread = [this, kept = std::move(work)]() mutable -> R { return on_this_thread(kept); };
    co_return co_await base::run_on(threads_, std::move(on_thread));
  }
  /// The same for who is on a thread of the pool already.
  template <class Work, class R = std::invoke_result_t<Work&, Client&>>
  R on_this_thread(Work& work) {
    Turn turn{*this};
    if (!turn.may_try()) return base::fail(unreachable());
    R result = turn.with(work);
    turn.note(result ? nullptr : &result.error());
    return result;
  }
  /// Calls `work`, which must not throw, on a thread of the pool.
  void post(std::function<void()> work) { threads_.post(std::move(work)); }
  const std::string& database() const { return database_; }

 private:
  struct Library;
  /// A connection for one piece of work.
  struct Lease {
    explicit Lease(Pool& its_pool) : pool(its_pool), raw(pool.take()), client(*raw, pool.database_) {}
    ~Lease() { pool.put_back(raw); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Pool& pool;
    _mongoc_client_t* raw;
    Client client;
  };
  /// One call: holds a connection while it works and remembers whether the server was there.
  class Turn {
   public:
    explicit Turn(Pool& pool);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool may_try() const { return may_try_; }
    template <class Work>
    auto with(Work& work) -> std::invoke_result_t<Work&, Client&> {
      Lease lease{pool_};
      if (auto ready = pool_.prepare(lease.client, *this); !ready)
        return base::fail(std::move(ready.error()));
      return work(lease.client);
    }
    void note(const base::Error* error);
    bool probes() const { return probes_; }

   private:
    Pool& pool_;
    bool may_try_ = true;
    bool probes_ = false;
  };

  Pool(std::unique_ptr<Library> library, std::string database, PoolOptions options);
  base::Result<void> prepare(Client& client, Turn& turn);
  static base::Error unreachable();
  _mongoc_client_t* take();
  void put_back(_mongoc_client_t* client);

  std::unique_ptr<Library> library_;
  std::string database_;
  std::function<base::Result<void>(Client&)> prepare_;
  std::atomic<bool> prepared_{false};
  std::mutex preparing_;
  std::atomic<bool> down_{false};
  std::atomic<bool> probing_{false};
  base::BlockingPool threads_;
};

}  // namespace assay::store::mongo
