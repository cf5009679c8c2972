#include <algorithm>
#include <cctype>
#include <chrono>
#include <iterator>

#include "cli/config/derived.hpp"
#include "cli/config/llm_rows.hpp"
#include "cli/config/setting.hpp"
#include "cli/config/setting_types.hpp"

namespace assay::cli {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::int64_t kGiB = 1024 * kMiB;

/// The member that a row is about.
#define ASSAY_FIELD(member) [](Configuration& c) -> auto& { return c.member; }

bool is_reviewer(const std::string& name) { return name == "static" || name == "llm"; }
/// Letters, digits, and - _ . inside, as in names of databases and keys.
bool is_plain_name(const std::string& text) {
  return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
}
bool is_not_empty(const std::string& text) { return !text.empty(); }

void add_server(std::vector<Setting>& rows) {
  rows.push_back(
      row({"listen", "listen", {}},
          parsed_setting(
              ASSAY_FIELD(listen), "an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080",
              [](const std::string& text) { return parse_listen(text); },
              [](const ListenAddress& address) { return to_string(address); }),
          "where the server listens; port 0 takes any free one"));
  rows.push_back(row({"data", "data", {}}, text_setting(ASSAY_FIELD(data), "a folder"),
                     "folder of the database; made if it is missing"));
  rows.push_back(row({"role", "role", {}},
                     choice_setting(ASSAY_FIELD(role), std::array{Choice<Role>{Role::all, "all"},
                                                                  Choice<Role>{Role::api, "api"}}),
                     "all: API, page and workers in one process; api: no workers, which are then started by "
                     "`assay worker`; needs redis.url and mongodb.uri"));
  rows.push_back(
      row({"allow_open", "allow-open", {}}, boolean_setting(ASSAY_FIELD(allow_open)),
          "listen on addresses beyond this machine although everybody who reaches them can use the server"));
  rows.push_back(
      row({"access.mode", "access", {}},
          choice_setting(ASSAY_FIELD(access.mode), std::array{Choice<AccessMode>{AccessMode::off, "off"},
                                                              Choice<AccessMode>{AccessMode::keys, "keys"}}),
          "off: whoever reaches the server may use it; keys: API keys are needed (`assay key`)"));
  rows.push_back(row({"access.open_metrics", "", {}}, boolean_setting(ASSAY_FIELD(access.open_metrics)),
                     "/metrics needs no key; else one with the scope admin"));
  rows.push_back(row({"access.session_lifetime", "", {}},
                     duration_setting(ASSAY_FIELD(access.session_lifetime), minutes{1}, days{30}),
                     "a browser stays signed in for so long"));
  rows.push_back(row({"tls.cert", "tls-cert", {}}, text_setting(ASSAY_FIELD(tls.cert), "a file"),
                     "serve HTTPS with this certificate and its chain (PEM); read again on SIGHUP"));
  rows.push_back(
      row({"tls.key", "tls-key", {}}, text_setting(ASSAY_FIELD(tls.key), "a file"), "its private key (PEM)"));
  rows.push_back(row({"reviewers", "reviewers", {}},
                     list_setting(ASSAY_FIELD(reviewers), "a list of static and llm", is_reviewer),
                     "who reviews; not set: static, and llm once a provider is configured"));
  rows.push_back(
      row({"rate_limit_per_hour", "rate-limit", {"RATE_LIMIT_PER_HOUR"}},
          optional_integer_setting(ASSAY_FIELD(rate_limit_per_hour), 0, 1'000'000'000, "no limit"),
          "submissions per hour and client address; not set: 10, and none for this machine itself"));
}

void add_http(std::vector<Setting>& rows) {
  rows.push_back(row({"http.threads", "http-threads", {}},
                     integer_setting(ASSAY_FIELD(http.threads), 0, 256, "one per core"),
                     "threads that serve HTTP"));
  rows.push_back(row({"http.max_header_bytes", "", {}},
                     bytes_setting(ASSAY_FIELD(http.max_header_bytes), kKiB, kMiB),
                     "largest head of a request; above: 431"));
  rows.push_back(row({"http.max_body_bytes", "", {}},
                     bytes_setting(ASSAY_FIELD(http.max_body_bytes), kKiB, kGiB),
                     "largest body of a request; above: 413"));
  rows.push_back(row({"http.header_timeout", "", {}},
                     duration_setting(ASSAY_FIELD(http.header_timeout), milliseconds{100}, hours{1}),
                     "for the head of a request to arrive"));
  rows.push_back(row({"http.body_timeout", "", {}},
                     duration_setting(ASSAY_FIELD(http.body_timeout), milliseconds{100}, hours{1}),
                     "for the body of a request to arrive"));
  rows.push_back(row({"http.idle_timeout", "", {}},
                     duration_setting(ASSAY_FIELD(http.idle_timeout), milliseconds{100}, hours{24}),
                     "an idle connection is kept open for"));
  rows.push_back(row({"http.write_timeout", "", {}},
                     duration_setting(ASSAY_FIELD(http.write_timeout), milliseconds{100}, hours{1}),
                     "for a client to take the next bytes of an answer"));
  rows.push_back(row({"http.max_connections", "", {}},
                     integer_setting(ASSAY_FIELD(http.max_connections), 1, 1'000'000),
                     "connections at once; further ones are closed at once"));
  rows.push_back(
      row({"http.max_connections_per_address", "", {}},
          optional_integer_setting(ASSAY_FIELD(http.max_connections_per_address), 0, 1'000'000, "no limit"),
          "of one client; not set: 1024, and none for this machine itself and trusted proxies"));
  rows.push_back(row({"http.trust_proxy_headers", "", {"TRUSTED_PROXY_HEADERS"}},
                     boolean_setting(ASSAY_FIELD(http.trust_proxy_headers)),
                     "take the client's address from X-Forwarded-For of trusted proxies"));
  rows.push_back(row({"http.trusted_proxies", "", {}},
                     list_setting(ASSAY_FIELD(http.trusted_proxies),
                                  "a list of addresses or networks, such as 10.0.0.0/8, ::1",
                                  [](const std::string& text) { return is_network(text); }),
                     "the proxies; not set: every private address"));
  rows.push_back(
      row({"http.cors_origins", "", {}},
          list_setting(ASSAY_FIELD(http.cors_origins),
                       "a list of origins, such as https://app.example.com, without a path; * is not allowed",
                       [](const std::string& text) { return is_bare_origin(text); }),
          "further origins whose pages may call the API"));
  rows.push_back(
      row({"http.frontend_url", "", {"FRONTEND_URL"}},
          parsed_setting(ASSAY_FIELD(http.frontend_url), "an http or https URL", read_url_text, same_text),
          "URL of a page that is served elsewhere; its origin may call the API"));
}

void add_scale_out(std::vector<Setting>& rows) {
  const auto name = [](const std::string& text) {
    return is_plain_name(text) ? std::optional{text} : std::nullopt;
  };
  rows.push_back(
      row({"redis.url", "", {"REDIS_URL", "CELERY_BROKER_URL"}},
          parsed_setting(ASSAY_FIELD(scale_out.redis_url), "one word without blanks", read_word, same_text),
          "Redis that holds queue, rate limits and live events for several processes; with mongodb.uri",
          Secrecy::secret));
  rows.push_back(row({"redis.prefix", "", {}},
                     parsed_setting(ASSAY_FIELD(scale_out.redis_prefix), "up to 60 letters, digits, - and _",
                                    name, same_text),
                     "begins every key in Redis, so that several installations can share one"));
  rows.push_back(row(
      {"mongodb.uri", "", {"MONGODB_URI", "MONGO_URI"}},
      parsed_setting(ASSAY_FIELD(scale_out.mongodb_uri), "one word without blanks", read_word, same_text),
      "MongoDB that keeps submissions and reviews for several processes; with redis.url", Secrecy::secret));
  rows.push_back(row({"mongodb.database", "", {"MONGODB_DB"}},
                     parsed_setting(ASSAY_FIELD(scale_out.mongodb_database),
                                    "up to 60 letters, digits, - and _", name, same_text),
                     "the database there; not set: the one that the URI names, else assay"));
}

void add_work(std::vector<Setting>& rows) {
  rows.push_back(row(
      {"worker.listen", "", {}},
      parsed_setting(
          ASSAY_FIELD(worker.listen), "an IP address and a port, such as 127.0.0.1:9100",
          [](const std::string& text) -> std::optional<std::optional<ListenAddress>> {
            const auto address = parse_listen(text);
            if (!address) return std::nullopt;
            return address;
          },
          [](const std::optional<ListenAddress>& address) {
            return address ? to_string(*address) : std::string{};
          }),
      "where `assay worker` answers /livez, /readyz and /metrics (there also --listen); not set: nowhere"));
  rows.push_back(row({"worker.concurrency", "concurrency", {}},
                     integer_setting(ASSAY_FIELD(worker.concurrency), 1, 4096), "reviews at once"));
  rows.push_back(row({"worker.drain_grace", "", {}},
                     duration_setting(ASSAY_FIELD(worker.drain_grace), seconds{0}, minutes{10}),
                     "reviews may finish for so long at shutdown before they are handed back"));
  rows.push_back(row({"analysis.children", "", {}},
                     integer_setting(ASSAY_FIELD(analysis.children), 0, 256, "one per core"),
                     "sandboxed processes that analyse"));
  rows.push_back(row({"analysis.timeout", "", {}},
                     duration_setting(ASSAY_FIELD(analysis.timeout), milliseconds{100}, minutes{10}),
                     "for one file"));
  rows.push_back(row({"analysis.memory", "", {}},
                     bytes_setting(ASSAY_FIELD(analysis.memory_bytes), 64 * kMiB, 64 * kGiB),
                     "of one such process"));
  rows.push_back(row({"analysis.max_file_bytes", "", {}},
                     bytes_setting(ASSAY_FIELD(analysis.max_file_bytes), kKiB, 256 * kMiB),
                     "larger files are not analysed, and the review says so"));
  rows.push_back(row({"analysis.max_line_bytes", "", {}},
                     bytes_setting(ASSAY_FIELD(analysis.max_line_bytes), 200, kGiB),
                     "a file with a longer line counts as minified and is not analysed"));
  rows.push_back(row({"analysis.rules", "rules", {}},
                     list_setting(ASSAY_FIELD(analysis.rules), "a list of folders", is_not_empty),
                     "folders with rules of your own"));
  rows.push_back(row({"analysis.rules_off", "", {}},
                     list_setting(ASSAY_FIELD(analysis.rules_off), "a list of rules", is_not_empty),
                     "rules that are not run: ids, or beginnings of ids and *"));
  rows.push_back(row({"analysis.rules_on", "", {}},
                     list_setting(ASSAY_FIELD(analysis.rules_on), "a list of rules", is_not_empty),
                     "rules that are run though they are off unless asked for"));
  rows.push_back(row({"analysis.linters_off", "linters-off", {}},
                     list_setting(ASSAY_FIELD(analysis.linters_off), "a list of linters", is_not_empty),
                     "installed linters that are not used; \"all\" for none of them"));
  rows.push_back(row({"analysis.linter_folders", "", {}},
                     list_setting(ASSAY_FIELD(analysis.linter_folders), "a list of folders", is_not_empty),
                     "looked through for linters before PATH, such as /opt/tools/node_modules/.bin"));
}

void add_remote(std::vector<Setting>& rows) {
  rows.push_back(
      row({"remote.url", "server", {}},
          parsed_setting(ASSAY_FIELD(remote.url), "an http or https URL", read_url_text, same_text),
          "a server that reviews instead of this process"));
  rows.push_back(row({"remote.key", "", {}},
                     parsed_setting(ASSAY_FIELD(remote.key), "one word without blanks", read_word, same_text),
                     "API key for it; better in the variable than in assay.toml", Secrecy::secret));
}

void add_rest(std::vector<Setting>& rows) {
  using base::log::Format;
  using base::log::Level;
  rows.push_back(row({"cache.enabled", "", {"CACHE_ENABLED"}}, boolean_setting(ASSAY_FIELD(cache.enabled)),
                     "answer equal code from the review it already got"));
  rows.push_back(row({"cache.ttl", "", {"CACHE_TTL_SECONDS"}},
                     duration_setting(ASSAY_FIELD(cache.ttl), seconds{1}, days{3650}),
                     "how long; each entry gets up to a tenth more or less"));
  rows.push_back(
      row({"retention.submissions", "", {}},
          duration_setting(ASSAY_FIELD(retention.submissions), seconds{0}, days{36500}),
          "submissions that are older are deleted with all that belongs to them; 0: kept for ever"));
  rows.push_back(row({"retention.code", "", {}},
                     duration_setting(ASSAY_FIELD(retention.code), seconds{0}, days{36500}),
                     "code that was last submitted before is deleted, its reviews stay; 0: kept for ever"));
  rows.push_back(row(
      {"log.level", "log-level", {}},
      choice_setting(ASSAY_FIELD(log.level),
                     std::array{Choice<Level>{Level::debug, "debug"}, Choice<Level>{Level::info, "info"},
                                Choice<Level>{Level::warn, "warn"}, Choice<Level>{Level::error, "error"}}),
      "least severity that is logged"));
  rows.push_back(row(
      {"log.format", "log-format", {}},
      choice_setting(ASSAY_FIELD(log.format),
                     std::array{Choice<Format>{Format::text, "text"}, Choice<Format>{Format::json, "json"}}),
      "one line of text, or one JSON object"));
}

#undef ASSAY_FIELD

std::vector<Setting> make_settings() {
  std::vector<Setting> rows;
  add_server(rows);
  add_http(rows);
  add_scale_out(rows);
  add_work(rows);
  for (auto& setting : llm_settings()) rows.push_back(std::move(setting));
  add_remote(rows);
  add_rest(rows);
  return rows;
}

}  // namespace

std::span<const Setting> all_settings() {
  static const auto kSettings = make_settings();
  return kSettings;
}

std::vector<Setting> settings_of(const Configuration& configuration) {
  std::vector<Setting> rows(all_settings().begin(), all_settings().end());
  const auto add = [&](std::vector<Setting> more) { std::ranges::move(more, std::back_inserter(rows)); };
  for (const auto& provider : configuration.llm.providers) {
    // The plain settings say already what it is.
    if (provider.name != "default") add(provider_settings(provider.name));
  }
  for (const auto& model : configuration.llm.models) add(model_settings(model.name));
  return rows;
}

const Setting* find_setting(std::string_view key) {
  for (const auto& setting : all_settings()) {
    if (setting.key == key) return &setting;
  }
  return nullptr;
}

std::string Setting::variable() const {
  std::string name = "ASSAY_" + key;
  std::ranges::transform(name, name.begin(), [](char c) {
    if (c == '.') return '_';
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  return name;
}

std::string shown_value(const Setting& setting, const Configuration& configuration) {
  auto value = setting.get(configuration);
  if (setting.secrecy == Secrecy::open || value.empty()) return value;
  constexpr std::size_t kLongEnough = 20;
  constexpr std::size_t kShown = 4;
  return value.size() < kLongEnough ? "****" : "****" + value.substr(value.size() - kShown);
}

}  // namespace assay::cli
