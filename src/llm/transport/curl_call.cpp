#include "llm/transport/curl_call.hpp"

#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "llm/transport/provider_url.hpp"

namespace assay::llm {
namespace {

using Outcome = HttpResult::Outcome;

// The least that curl permits: with its own choice, a thousand calls take 64 MB for this alone.
constexpr long kUploadBuffer = 16 * 1024;

static_assert(CurlCall::kErrorBytes == CURL_ERROR_SIZE);

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

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& call = *static_cast<CurlCall*>(user);
  call.heard = true;
  take_header(call.head, {data, size});
  return size;
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& call = *static_cast<CurlCall*>(user);
  call.heard = true;
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
    static_cast<CurlCall*>(user)->forbidden_host = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->protocol);
}

long request_bytes(CURL* easy) {
  long bytes = 0;
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes);
  return bytes;
}

// Comes before a request is sent, also before curl sends it once more, which it does by itself when a kept
// connection ends without an answer. Where none of it had been sent, that is well. Else the provider may have
// read it all and bill it: repeating it is for the caller to decide and to count. A tunnel through a proxy is
// asked for before the first time; its bytes are none of the request's.
int on_request(void* user, char*, char*, int, int) {
  auto& call = *static_cast<CurlCall*>(user);
  const auto bytes = request_bytes(call.easy);
  if (!call.bytes_before) call.bytes_before = bytes;
  return bytes == *call.bytes_before ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

Outcome outcome_of(const CurlCall& call) {
  if (call.forbidden_host) return Outcome::forbidden_host;
  if (call.too_large) return Outcome::too_large;
  switch (static_cast<CURLcode>(call.code)) {
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

void give_head(CurlCall& call) {
  if (call.head_given) return;
  call.head_given = true;
  long status = 0;
  curl_easy_getinfo(call.easy, CURLINFO_RESPONSE_CODE, &status);
  call.head.status = static_cast<int>(status);
  call.sink->on_head(call.head);
}

void prepare(CurlCall& call, const HttpRequest& request) {
  auto* easy = call.easy;
  const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  for (const auto& header : request.headers) call.headers = curl_slist_append(call.headers, header.c_str());
  call.headers = curl_slist_append(call.headers, "Expect:");  // never wait for "100 Continue"
  call.max_reply_bytes = request.max_reply_bytes;
  call.stall = request.stall;
  call.body_bytes = static_cast<std::int64_t>(request.body.size());
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDS, request.body.data());
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  set(CURLOPT_UPLOAD_BUFFERSIZE, kUploadBuffer);
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
  set(CURLOPT_PREREQFUNCTION, &on_request);
  set(CURLOPT_PREREQDATA, static_cast<void*>(&call));
  set(CURLOPT_OPENSOCKETFUNCTION, &on_open);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&call));
}

HttpResult result_of(const CurlCall& call) {
  HttpResult result;
  curl_off_t sent = 0;
  curl_easy_getinfo(call.easy, CURLINFO_SIZE_UPLOAD_T, &sent);
  result.outcome = call.stopped.value_or(outcome_of(call));
  // Once curl has turned to another connection it does not know any more what went over the first one.
  const bool lost = sent == 0 && call.bytes_before && request_bytes(call.easy) != *call.bytes_before;
  result.sent_bytes = lost ? call.body_bytes : sent;
  if (lost && result.outcome == Outcome::not_connected) result.outcome = Outcome::broken;
  result.detail = detail_of(result.outcome);
  if (lost && result.outcome == Outcome::broken)
    result.detail = "it ended before an answer to the request came";
  if (result.detail.empty() && result.outcome != Outcome::complete) {
    result.detail = call.error[0] != '\0' ? call.error : curl_easy_strerror(static_cast<CURLcode>(call.code));
  }
  return result;
}

void stop(CurlCall& call, Outcome outcome) {
  if (call.ended) return;
  call.stopped = outcome;
  end(call);
}

void end(CurlCall& call) {
  call.ended = true;
  if (call.resume) std::exchange(call.resume, nullptr)();
}

}  // namespace assay::llm
