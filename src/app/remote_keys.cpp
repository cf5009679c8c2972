#include "app/remote_keys.hpp"

#include <curl/curl.h>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/timestamp.hpp"

namespace assay::app {
namespace {

using base::Errc;
using base::JsonValue;
using base::Result;

struct Answer {
  long status = 0;
  std::string body;
};

std::size_t collect(const char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

/// One request, blocking. No redirects and no proxies: the token must go nowhere else.
Result<Answer> ask(const store::ServerContact& contact, const char* method, const std::string& path,
                   const std::string& body) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy{curl_easy_init(), &curl_easy_cleanup};
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> fields{
      curl_slist_append(curl_slist_append(nullptr, ("Authorization: Bearer " + contact.token).c_str()),
                        "Content-Type: application/json"),
      &curl_slist_free_all};
  if (!easy || !fields) return base::fail(Errc::exhausted, "there is no memory for a request");
  Answer answer;
  const auto set = [&](auto option, auto value) { curl_easy_setopt(easy.get(), option, value); };
  const std::string url = contact.url + path;
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_CUSTOMREQUEST, method);
  set(CURLOPT_HTTPHEADER, fields.get());
  set(CURLOPT_PROXY, "");
  set(CURLOPT_TIMEOUT_MS, 15'000L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_WRITEFUNCTION, &collect);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&answer.body));
  if (!body.empty()) {
    set(CURLOPT_POSTFIELDS, body.c_str());
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  }
  if (!contact.pin.empty()) {
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
    set(CURLOPT_PINNEDPUBLICKEY, contact.pin.c_str());
  }
  const auto code = curl_easy_perform(easy.get());
  if (code != CURLE_OK) {
    return base::fail(Errc::unavailable,
                      "the server at " + contact.url + " does not answer: " + curl_easy_strerror(code));
  }
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

std::string text_of(const JsonValue& object, std::string_view name) {
  const auto member = object.find(name);
  const auto text = member ? member->as_string() : std::nullopt;
  return std::string{text.value_or("")};
}

std::optional<base::Timestamp> moment_of(const JsonValue& object, std::string_view name) {
  const auto parsed = base::parse_timestamp(text_of(object, name));
  if (!parsed) return std::nullopt;
  return parsed->time;
}

core::ApiKey read_key(const JsonValue& value) {
  core::ApiKey key;
  key.id = core::KeyId{text_of(value, "id")};
  key.name = text_of(value, "name");
  key.prefix = text_of(value, "prefix");
  key.tenant = core::Scope{text_of(value, "tenant")};
  if (const auto scopes = value.find("scopes")) {
    for (const auto& item : scopes->items()) {
      if (const auto permission = core::parse_permission(item.as_string().value_or("")))
        key.permissions.add(*permission);
    }
  }
  if (const auto limits = value.find("limits")) {
    const auto number = [&](std::string_view name) {
      const auto member = limits->find(name);
      return member ? member->as_int() : std::nullopt;
    };
    key.submissions_per_hour = number("submissions_per_hour");
    key.reviews_per_day = number("reviews_per_day");
  }
  key.created_at = moment_of(value, "created_at").value_or(base::Timestamp{});
  key.expires_at = moment_of(value, "expires_at");
  key.last_used_at = moment_of(value, "last_used_at");
  key.revoked_at = moment_of(value, "revoked_at");
  return key;
}

std::string write_wanted(const core::ApiKey& key) {
  std::string body;
  base::JsonWriter json{body};
  json.begin_object().field("name", key.name).field("tenant", key.tenant.str()).key("scopes").begin_array();
  for (const auto permission : key.permissions.list()) json.value(to_string(permission));
  json.end_array();
  if (key.expires_at) json.field("expires_at", base::format_timestamp(*key.expires_at));
  json.key("limits").begin_object();
  if (key.submissions_per_hour) json.field("submissions_per_hour", *key.submissions_per_hour);
  if (key.reviews_per_day) json.field("reviews_per_day", *key.reviews_per_day);
  json.end_object().end_object();
  return body;
}

class RemoteKeys final : public cli::KeyAdmin {
 public:
  explicit RemoteKeys(store::ServerContact contact) : contact_(std::move(contact)) {}

  Result<cli::NewKey> create(const core::ApiKey& wanted) override {
    const auto document = call("POST", "/api/keys", write_wanted(wanted), 201);
    if (!document) return base::fail(document.error());
    const auto key = document->root().find("key");
    if (!key) return base::fail(Errc::corrupt, "the server's answer has no key");
    return cli::NewKey{read_key(*key), text_of(document->root(), "secret")};
  }

  Result<std::vector<core::ApiKey>> list() override {
    const auto document = call("GET", "/api/keys", {}, 200);
    if (!document) return base::fail(document.error());
    std::vector<core::ApiKey> keys;
    if (const auto items = document->root().find("items")) {
      for (const auto& item : items->items()) keys.push_back(read_key(item));
    }
    return keys;
  }

  Result<void> revoke(const core::KeyId& id) override {
    const auto document = call("DELETE", "/api/keys/" + id.str(), {}, 204);
    if (!document) return base::fail(document.error());
    return {};
  }

 private:
  Result<base::JsonDocument> call(const char* method, const std::string& path, const std::string& body,
                                  long expected) {
    auto answer = ask(contact_, method, path, body);
    if (!answer) return base::fail(answer.error());
    auto document = base::JsonDocument::parse(answer->body.empty() ? "{}" : answer->body);
    if (answer->status == expected) return document;
    const auto detail = document ? text_of(document->root(), "detail") : std::string{};
    return base::fail(answer->status == 404   ? Errc::not_found
                      : answer->status == 422 ? Errc::invalid_argument
                                              : Errc::unavailable,
                      detail.empty() ? "the server answered " + std::to_string(answer->status) : detail,
                      document ? text_of(document->root(), "field") : std::string{});
  }

  store::ServerContact contact_;
};

}  // namespace

std::unique_ptr<cli::KeyAdmin> make_remote_keys(store::ServerContact contact) {
  return std::make_unique<RemoteKeys>(std::move(contact));
}

}  // namespace assay::app
