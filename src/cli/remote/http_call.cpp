#include "cli/remote/http_call.hpp"

#include <curl/curl.h>

#include <memory>

namespace assay::cli {
namespace {

struct CloseEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Receiving {
  std::string body;
  std::size_t most;
  bool too_large = false;
  std::stop_token stop;
};

std::size_t on_bytes(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& receiving = *static_cast<Receiving*>(user);
  if (receiving.body.size() + size * count > receiving.most) {
    receiving.too_large = true;
    return 0;
  }
  receiving.body.append(bytes, size * count);
  return size * count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Receiving*>(user)->stop.stop_requested() ? 1 : 0;
}

/// libcurl wants this once, before any thread uses it.
void initialise_once() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)ready;
}

}  // namespace

base::Result<HttpReply> call_http(const HttpCall& call, std::stop_token stop) {
  initialise_once();
  const std::unique_ptr<CURL, CloseEasy> handle{curl_easy_init()};
  if (!handle) return base::fail(base::Errc::unavailable, "libcurl can't be started");
  Receiving receiving{{}, call.most_bytes, false, std::move(stop)};
  curl_slist* raw = nullptr;
  for (const auto& header : call.headers) raw = curl_slist_append(raw, header.c_str());
  const std::unique_ptr<curl_slist, FreeList> headers{raw};

  CURL* easy = handle.get();
  curl_easy_setopt(easy, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  if (!call.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  }
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &receiving);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &receiving);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, static_cast<long>(call.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, 10L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");

  const CURLcode done = curl_easy_perform(easy);
  if (receiving.too_large)
    return base::fail(base::Errc::too_large,
                      "the server's answer has more than " + std::to_string(call.most_bytes) + " bytes");
  if (done == CURLE_ABORTED_BY_CALLBACK) return base::fail(base::Errc::cancelled, "stopped");
  if (done != CURLE_OK)
    return base::fail(base::Errc::unavailable,
                      "the server can't be reached: " + std::string{curl_easy_strerror(done)});
  HttpReply reply;
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
  reply.status = static_cast<int>(status);
  reply.retry_after = std::chrono::seconds{retry_after};
  reply.body = std::move(receiving.body);
  return reply;
}

}  // namespace assay::cli
