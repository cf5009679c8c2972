#include "llm/transport/curl_transport.hpp"

#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "llm/transport/provider_url.hpp"

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
constexpr long kPooledConnections = 256;

// A socket of curl's, known to the reactor from opening to closing, so that an idle connection costs no
// system call.
struct Watched {
  Watched(base::Executor executor, int socket) : descriptor(executor, socket) {}
  Descriptor descriptor;
  int interest = 0;  // CURL_POLL_IN | CURL_POLL_OUT
  bool reading = false;
  bool writing = false;
};

struct CallState {
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  BodySink* sink = nullptr;
  HttpHead head;
  bool head_given = false;
  std::size_t received = 0;
  std::size_t max_reply_bytes = 0;
  Clock::time_point last_byte;
  Clock::time_point deadline;
  Clock::duration stall{};
  std::function<void()> resume;  // set while the coroutine waits for the end
  bool ended = false;
  std::optional<Outcome> stopped;  // ended from this side
  bool forbidden_host = false;
  bool too_large = false;
  CURLcode code = CURLE_OK;
  char error[CURL_ERROR_SIZE] = {};
};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == '\n' || text.back() == ' '))
    text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? x + 32 : x) == (y >= 'A' && y <= 'Z' ? y + 32 : y);
  });
}

void take_header(HttpHead& head, std::string_view line) {
  // A new status line (after "100 Continue") starts the head anew.
  if (line.starts_with("HTTP/")) {
    head = HttpHead{};
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const auto name = line.substr(0, colon);
  const auto value = trim(line.substr(colon + 1));
  if (equals_ignoring_case(name, "content-type")) head.content_type = value;
  if (equals_ignoring_case(name, "retry-after")) head.retry.retry_after = value;
  if (equals_ignoring_case(name, "retry-after-ms")) head.retry.retry_after_ms = value;
  if (equals_ignoring_case(name, "x-should-retry")) head.retry.should_retry = value;
}

void give_head(CallState& call) {
  if (call.head_given) return;
  call.head_given = true;
  long status = 0;
  curl_easy_getinfo(call.easy, CURLINFO_RESPONSE_CODE, &status);
  call.head.status = static_cast<int>(status);
  call.sink->on_head(call.head);
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& call = *static_cast<CallState*>(user);
  call.last_byte = Clock::now();
  take_header(call.head, {data, size});
  return size;
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& call = *static_cast<CallState*>(user);
  call.last_byte = Clock::now();
  call.received += size;
  if (call.received > call.max_reply_bytes) {
    call.too_large = true;
    return size == 0 ? 1 : 0;  // anything but `size` ends the transfer
  }
  give_head(call);
  call.sink->on_body({data, size});
  return size;
}

// Whatever name led here: these addresses are not asked.
curl_socket_t on_open(void* user, curlsocktype, curl_sockaddr* address) {
  char ip[NI_MAXHOST] = {};
  if (::getnameinfo(&address->addr, address->addrlen, ip, sizeof ip, nullptr, 0, NI_NUMERICHOST) != 0 ||
      is_forbidden_address(ip)) {
    static_cast<CallState*>(user)->forbidden_host = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->protocol);
}

}  // namespace

struct CurlTransport::Impl : std::enable_shared_from_this<Impl> {
  explicit Impl(base::Executor where) : executor(where), timer(where), sweeper(where) {}
  ~Impl() {
    for (auto* easy : idle) curl_easy_cleanup(easy);
    if (multi != nullptr) curl_multi_cleanup(multi);
  }

  bool start() {
    multi = curl_multi_init();
    if (multi == nullptr) return false;
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Impl::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Impl::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kPooledConnections);
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

  void begin(const std::shared_ptr<CallState>& call) {
    calls.push_back(call.get());
    if (!sweeping) sweep();
  }

  void forget(const CallState* call) {
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
    const auto now = Clock::now();
    for (auto* call : calls) {
      if (call->ended) continue;
      if (now >= call->deadline) {
        stop(*call, Outcome::deadline);
      } else if (now >= call->last_byte + call->stall) {
        stop(*call, Outcome::stalled);
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

  static void stop(CallState& call, Outcome outcome) {
    if (call.ended) return;
    call.stopped = outcome;
    end(call);
  }

  void act(curl_socket_t socket, int what) {
    int running = 0;
    curl_multi_socket_action(multi, socket, what, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      char* user = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &user);
      auto& call = *static_cast<CallState*>(static_cast<void*>(user));
      call.code = message->data.result;
      end(call);
    }
  }

  static void end(CallState& call) {
    call.ended = true;
    if (call.resume) std::exchange(call.resume, nullptr)();
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

  void prepare(CallState& call, const HttpRequest& request);

  base::Executor executor;
  CURLM* multi = nullptr;
  Timer timer;
  std::optional<Clock::time_point> wanted;  // by curl
  std::optional<Clock::time_point> armed;   // what `timer` is set to
  Timer sweeper;
  bool sweeping = false;
  std::vector<CallState*> calls;  // under way
  std::unordered_map<curl_socket_t, std::shared_ptr<Watched>> sockets;
  std::vector<CURL*> idle;
};

void CurlTransport::Impl::prepare(CallState& call, const HttpRequest& request) {
  auto* easy = call.easy;
  const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  for (const auto& header : request.headers) call.headers = curl_slist_append(call.headers, header.c_str());
  call.headers = curl_slist_append(call.headers, "Expect:");  // never wait for "100 Continue"
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDS, request.body.data());
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  set(CURLOPT_HTTPHEADER, call.headers);
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect.count()));
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(call.error));
  set(CURLOPT_PRIVATE, static_cast<void*>(&call));
  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&call));
  set(CURLOPT_WRITEFUNCTION, &on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&call));
  set(CURLOPT_OPENSOCKETFUNCTION, &on_open);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&call));
  set(CURLOPT_CLOSESOCKETFUNCTION, &Impl::on_close);
  set(CURLOPT_CLOSESOCKETDATA, static_cast<void*>(this));
}

namespace {

Outcome outcome_of(const CallState& call) {
  if (call.forbidden_host) return Outcome::forbidden_host;
  if (call.too_large) return Outcome::too_large;
  switch (call.code) {
    case CURLE_OK:
      return Outcome::complete;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
      return Outcome::not_connected;  // only connecting has a time limit of curl's own
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return Outcome::tls;
    default:
      return Outcome::broken;
  }
}

std::string_view detail_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::cancelled:
      return "cancelled";
    case Outcome::deadline:
      return "no complete answer within the time for one call";
    case Outcome::stalled:
      return "the connection stood still for too long";
    case Outcome::too_large:
      return "the answer is larger than permitted";
    case Outcome::forbidden_host:
      return "the host has a link-local or metadata address, which is never asked";
    default:
      return "";
  }
}

}  // namespace

base::Result<std::unique_ptr<CurlTransport>> CurlTransport::create(base::Executor executor) {
  // Counted by curl itself; safe to repeat.
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return base::fail(base::Errc::internal, "libcurl does not start");
  auto impl = std::make_shared<Impl>(executor);
  if (!impl->start()) return base::fail(base::Errc::exhausted, "libcurl has no memory");
  return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(impl)));
}

CurlTransport::CurlTransport(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurlTransport::~CurlTransport() = default;

namespace {

// Returns when the call has ended.
base::Task<void> ended(std::shared_ptr<CallState> call, base::Executor executor) {
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
  HttpResult result;
  if (stop.stop_requested()) {
    result.outcome = Outcome::cancelled;
    result.detail = detail_of(Outcome::cancelled);
    co_return result;
  }
  const auto call = std::make_shared<CallState>();
  call->easy = impl->take_easy();
  call->sink = sink;
  call->max_reply_bytes = request.max_reply_bytes;
  call->last_byte = Clock::now();
  call->deadline = call->last_byte + request.deadline;
  call->stall = request.stall;
  impl->prepare(*call, request);
  // The token may be set by another thread: what it does happens on this one.
  const auto on_stop = [executor = impl->executor, weak = std::weak_ptr(call)] {
    asio::post(executor, [weak] {
      if (const auto same = weak.lock()) Impl::stop(*same, Outcome::cancelled);
    });
  };
  const std::stop_callback stop_callback(stop, on_stop);
  curl_multi_add_handle(impl->multi, call->easy);
  impl->begin(call);
  co_await ended(call, impl->executor);

  curl_off_t sent = 0;
  curl_easy_getinfo(call->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
  result.sent_bytes = sent;
  result.outcome = call->stopped.value_or(outcome_of(*call));
  result.detail = detail_of(result.outcome);
  if (result.detail.empty() && result.outcome != Outcome::complete) {
    result.detail = call->error[0] != '\0' ? call->error : curl_easy_strerror(call->code);
  }
  if (result.outcome == Outcome::complete) give_head(*call);
  // In the middle of a transfer this closes its connection.
  curl_multi_remove_handle(impl->multi, call->easy);
  impl->forget(call.get());
  curl_slist_free_all(call->headers);
  impl->give_back(call->easy);
  co_return result;
}

}  // namespace assay::llm
