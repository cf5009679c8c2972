#include "llm/transport/curl_transport.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "llm/transport/curl_call.hpp"

namespace assay::llm {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, base::Executor>;
using Descriptor = asio::posix::basic_stream_descriptor<base::Executor>;
using Outcome = HttpResult::Outcome;

// Limits of time are kept to this; one timer for all calls, because arming one costs a system call.
constexpr std::chrono::milliseconds kSweep{50};
constexpr std::size_t kPooledHandles = 64;

// A socket of curl's, known to the reactor from opening to closing, so that an idle connection costs no
// system call.
struct Watched {
  Watched(base::Executor executor, int socket) : descriptor(executor, socket) {}
  Descriptor descriptor;
  int interest = 0;  // CURL_POLL_IN | CURL_POLL_OUT
  bool reading = false;
  bool writing = false;
};

}  // namespace

struct CurlTransport::Impl : std::enable_shared_from_this<Impl> {
  Impl(base::Executor where, const base::Clock& time)
      : executor(where), clock(time), timer(where), sweeper(where) {}
  ~Impl() {
    for (auto* easy : idle) curl_easy_cleanup(easy);
    if (multi != nullptr) curl_multi_cleanup(multi);
  }

  bool start(int connections) {
    multi = curl_multi_init();
    if (multi == nullptr) return false;
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Impl::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Impl::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
    return true;
  }

  static int on_socket(CURL*, curl_socket_t socket, int what, void* user, void*) {
    static_cast<Impl*>(user)->watch(socket, what == CURL_POLL_REMOVE ? 0 : what);
    return 0;
  }

  static int on_timer(CURLM*, long ms, void* user) {
    static_cast<Impl*>(user)->arm(ms);
    return 0;
  }

  static int on_close(void* user, curl_socket_t socket) {
    auto& self = *static_cast<Impl*>(user);
    if (const auto found = self.sockets.find(socket); found != self.sockets.end()) {
      found->second->descriptor.release();
      self.sockets.erase(found);
    }
    return ::close(socket);
  }

  void watch(curl_socket_t socket, int interest) {
    auto& watched = sockets[socket];
    if (!watched) {
      if (interest == 0) {
        sockets.erase(socket);
        return;
      }
      watched = std::make_shared<Watched>(executor, socket);
    }
    watched->interest = interest;
    wait(watched, socket);
  }

  void wait(const std::shared_ptr<Watched>& watched, curl_socket_t socket) {
    if ((watched->interest & CURL_POLL_IN) != 0 && !watched->reading) {
      watched->reading = true;
      watched->descriptor.async_wait(Descriptor::wait_read, [self = weak_from_this(), watched,
                                                             socket](const boost::system::error_code& error) {
        watched->reading = false;
        if (const auto impl = self.lock()) impl->ready(watched, socket, CURL_POLL_IN, error);
      });
    }
    if ((watched->interest & CURL_POLL_OUT) != 0 && !watched->writing) {
      watched->writing = true;
      watched->descriptor.async_wait(Descriptor::wait_write, [self = weak_from_this(), watched, socket](
                                                                 const boost::system::error_code& error) {
        watched->writing = false;
        if (const auto impl = self.lock()) impl->ready(watched, socket, CURL_POLL_OUT, error);
      });
    }
  }

  void ready(const std::shared_ptr<Watched>& watched, curl_socket_t socket, int what,
             const boost::system::error_code& error) {
    const auto current = sockets.find(socket);
    // Closed meanwhile; the number may already be another connection's.
    if (current == sockets.end() || current->second != watched || (watched->interest & what) == 0) return;
    if (error == asio::error::operation_aborted) return wait(watched, socket);
    act(socket, error ? CURL_CSELECT_ERR : what == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT);
    const auto still = sockets.find(socket);
    if (still != sockets.end() && still->second == watched) wait(watched, socket);
  }

  // What curl wants next is remembered; a timer that fires too early is cheaper than setting it for every
  // call.
  void arm(long ms) {
    if (ms < 0) {
      wanted.reset();
    } else if (ms == 0) {
      wanted.reset();
      asio::post(executor, [self = weak_from_this()] {
        if (const auto impl = self.lock()) impl->act(CURL_SOCKET_TIMEOUT, 0);
      });
    } else {
      wanted = Clock::now() + std::chrono::milliseconds{ms};
      if (!armed || *armed > *wanted) set_timer(*wanted);
    }
  }

  void set_timer(Clock::time_point when) {
    armed = when;
    timer.expires_at(when);
    timer.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
      const auto impl = self.lock();
      if (!error && impl) impl->timer_fired();
    });
  }

  void timer_fired() {
    armed.reset();
    if (!wanted) return;
    if (*wanted > Clock::now()) return set_timer(*wanted);
    wanted.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
  }

  void begin(const std::shared_ptr<CurlCall>& call) {
    calls.push_back(call.get());
    if (!sweeping) sweep();
  }

  void forget(const CurlCall* call) {
    std::erase(calls, call);
    if (!calls.empty()) return;
    // Nothing may keep the io_context busy when there is nothing to do.
    sweeper.cancel();
    sweeping = false;
    timer.cancel();
    armed.reset();
    for (const auto& [socket, watched] : sockets) {
      if (watched->reading || watched->writing) watched->descriptor.cancel();
    }
  }

  // Ends the calls whose time is up.
  void sweep() {
    const auto now = clock.steady();
    for (auto* call : calls) {
      if (call->ended) continue;
      if (std::exchange(call->heard, false)) call->last_byte = now;
      if (now >= call->deadline) {
        llm::stop(*call, Outcome::deadline);
      } else if (now >= call->last_byte + call->stall) {
        llm::stop(*call, Outcome::stalled);
      }
    }
    sweeping = !calls.empty();
    if (!sweeping) return;
    sweeper.expires_after(kSweep);
    sweeper.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
      const auto impl = self.lock();
      if (!error && impl) impl->sweep();
    });
  }

  void act(curl_socket_t socket, int what) {
    int running = 0;
    curl_multi_socket_action(multi, socket, what, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      char* user = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &user);
      auto& call = *static_cast<CurlCall*>(static_cast<void*>(user));
      call.code = message->data.result;
      end(call);
    }
  }

  CURL* take_easy() {
    if (idle.empty()) return curl_easy_init();
    auto* easy = idle.back();
    idle.pop_back();
    return easy;
  }

  void give_back(CURL* easy) {
    if (idle.size() >= kPooledHandles) return curl_easy_cleanup(easy);
    curl_easy_reset(easy);
    idle.push_back(easy);
  }

  base::Executor executor;
  const base::Clock& clock;
  CURLM* multi = nullptr;
  Timer timer;
  std::optional<Clock::time_point> wanted;  // by curl
  std::optional<Clock::time_point> armed;   // what `timer` is set to
  Timer sweeper;
  bool sweeping = false;
  std::vector<CurlCall*> calls;  // under way
  std::unordered_map<curl_socket_t, std::shared_ptr<Watched>> sockets;
  std::vector<CURL*> idle;
};

base::Result<std::unique_ptr<CurlTransport>> CurlTransport::create(base::Executor executor,
                                                                   const base::Clock& clock, int calls) {
  // Counted by curl itself; safe to repeat.
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return base::fail(base::Errc::internal, "libcurl does not start");
  auto impl = std::make_shared<Impl>(executor, clock);
  if (!impl->start(calls)) return base::fail(base::Errc::exhausted, "libcurl has no memory");
  return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(impl)));
}

CurlTransport::CurlTransport(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurlTransport::~CurlTransport() = default;

namespace {

// Returns when the call has ended.
base::Task<void> ended(std::shared_ptr<CurlCall> call, base::Executor executor) {
  if (call->ended) co_return;
  const auto start = [call, executor](auto handler) {
    // Posted, so that curl is never entered from inside of itself.
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    call->resume = [kept, executor] { asio::post(executor, [kept] { std::move (*kept)(); }); };
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<base::Executor>, void()>(
      start, asio::use_awaitable_t<base::Executor>{});
}

}  // namespace

base::Task<HttpResult> CurlTransport::post(HttpRequest request, BodySink* sink, std::stop_token stop) {
  const auto impl = impl_;
  if (stop.stop_requested()) co_return HttpResult{Outcome::cancelled, "cancelled", 0};
  const auto call = std::make_shared<CurlCall>();
  call->easy = impl->take_easy();
  call->sink = sink;
  call->last_byte = impl->clock.steady();
  call->deadline = call->last_byte + request.deadline;
  prepare(*call, request);
  curl_easy_setopt(call->easy, CURLOPT_CLOSESOCKETFUNCTION, &Impl::on_close);
  curl_easy_setopt(call->easy, CURLOPT_CLOSESOCKETDATA, static_cast<void*>(impl.get()));
  // The token may be set by another thread: what it does happens on this one.
  const auto on_stop = [executor = impl->executor, weak = std::weak_ptr(call)] {
    asio::post(executor, [weak] {
      if (const auto same = weak.lock()) llm::stop(*same, Outcome::cancelled);
    });
  };
  const std::stop_callback stop_callback(stop, on_stop);
  curl_multi_add_handle(impl->multi, call->easy);
  impl->begin(call);
  co_await ended(call, impl->executor);

  auto result = result_of(*call);
  if (result.outcome == Outcome::complete) give_head(*call);
  // In the middle of a transfer this closes its connection.
  curl_multi_remove_handle(impl->multi, call->easy);
  impl->forget(call.get());
  curl_slist_free_all(call->headers);
  impl->give_back(call->easy);
  co_return result;
}

}  // namespace assay::llm
