#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"

namespace assay::cli {

/// Where the server listens. `host` is an IP address, without the brackets of version 6; port 0 takes any
/// free one.
struct ListenAddress {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  bool operator==(const ListenAddress&) const = default;
};

enum class Role : std::uint8_t { all, api };

struct HttpSettings {
  int threads = 0;  ///< 0: one per core
  std::int64_t max_header_bytes = 16 * 1024;
  std::int64_t max_body_bytes = 8 * 1024 * 1024;
  base::Micros header_timeout{10'000'000};
  base::Micros body_timeout{60'000'000};
  base::Micros idle_timeout{75'000'000};   ///< of a kept-alive connection between requests
  base::Micros write_timeout{30'000'000};  ///< without the peer taking a byte
  int max_connections = 16'384;
  std::optional<std::int64_t> max_connections_per_address;  ///< absent: 1024, this machine and proxies free
  bool trust_proxy_headers = false;
  std::vector<std::string> trusted_proxies;  ///< addresses or CIDR networks; see trust_proxy_headers
  std::vector<std::string> cors_origins;     ///< besides those of allowed_origins()
  std::string frontend_url;                  ///< as given; empty: none
};

/// off: whoever reaches the server may use it; keys: API keys are needed.
enum class AccessMode : std::uint8_t { off, keys };

struct AccessSettings {
  AccessMode mode = AccessMode::off;
  bool open_metrics = false;                      ///< /metrics needs no key
  base::Micros session_lifetime{43'200'000'000};  ///< of a page that signed in: 12 hours
};

struct TlsSettings {
  std::string cert;  ///< PEM file; empty: plain HTTP
  std::string key;   ///< PEM file
};

/// More than one machine: both set, or neither.
struct ScaleOutSettings {
  std::string redis_url;               ///< secret; queue, limiter, live events
  std::string redis_prefix = "assay";  ///< of every key there
  std::string mongodb_uri;             ///< secret; submissions, reviews, keys
  std::string mongodb_database;        ///< empty: the one that the URI names, else "assay"
};

struct WorkerSettings {
  std::optional<ListenAddress> listen;   ///< where `assay worker` is watched; absent: nowhere
  int concurrency = 64;                  ///< jobs at once; as many as there are calls to models
  base::Micros drain_grace{20'000'000};  ///< at shutdown
};

struct AnalysisSettings {
  int children = 0;                                  ///< 0: one per core
  base::Micros timeout{10'000'000};                  ///< for one file
  std::int64_t memory_bytes = 1024LL * 1024 * 1024;  ///< of one child
  std::int64_t max_file_bytes = 4LL * 1024 * 1024;   ///< larger ones are skipped and say so
  int max_line_bytes = 20'000;                       ///< longer: taken for minified, skipped and says so
  std::vector<std::string> rules;                    ///< folders with rules of the user's own
  std::vector<std::string> rules_off;                ///< ids, or beginnings of ids and *
  std::vector<std::string> rules_on;                 ///< the same, for rules that are off by themselves
  std::vector<std::string> linters_off;              ///< names; "all" for none at all
  std::vector<std::string> linter_folders;           ///< looked through before PATH
};

/// How a provider can be made to answer in JSON; `automatic` tries them in this order and remembers.
enum class StructuredOutput : std::uint8_t { automatic, schema, object, prompt };
enum class TokenLimitField : std::uint8_t { automatic, max_completion_tokens, max_tokens };

/// The API that a provider speaks.
enum class ProviderFormat : std::uint8_t { openai_chat, openai_responses, anthropic, gemini };

/// A server with models: a table [llm.providers.NAME], or made of the plain settings and variables
/// (providers.hpp).
struct ProviderSettings {
  std::string name;
  ProviderFormat format = ProviderFormat::openai_chat;
  std::string base_url;      ///< empty in a table: the vendor's own; no slash at the end
  std::string api_key;       ///< secret
  std::string api_key_file;  ///< instead
  std::string api_key_env;   ///< instead: the variable that holds it
  std::string ca_file;       ///< PEM; empty: what the system trusts
  std::vector<std::string> models;
  bool trace = false;       ///< it is told the trace of a request
  bool plain_http = false;  ///< the key may go over http beyond this machine
};

/// What the operator knows about a model: a table [llm.models."NAME"]. What is absent is as the plain
/// settings say.
struct ModelSettings {
  std::string name;  ///< "id", for every provider that has it, or "provider/id"
  std::optional<StructuredOutput> structured_output;
  std::optional<TokenLimitField> token_limit_field;
  std::optional<bool> stream;
  std::optional<bool> stream_usage;
  bool temperature = true;
  std::optional<std::int64_t> context_tokens;
  std::optional<std::int64_t> max_output_tokens;
  std::optional<double> input_price;  ///< dollars per million tokens
  std::optional<double> output_price;
  std::optional<double> cached_input_price;
};

/// Hard caps; absent: none. Money in dollars, days in UTC.
struct BudgetSettings {
  std::optional<std::int64_t> tokens_per_review;
  std::optional<std::int64_t> tokens_per_day;
  std::optional<std::int64_t> scope_tokens_per_day;
  std::optional<double> usd_per_review;
  std::optional<double> usd_per_day;
  std::optional<double> scope_usd_per_day;
};

struct LlmSettings {
  std::string base_url = "https://api.openai.com/v1";  ///< no slash at the end
  std::string api_key;                                 ///< secret; empty: none is sent
  std::string api_key_file;
  std::string model = "gpt-4.1-mini";
  StructuredOutput structured_output = StructuredOutput::automatic;
  TokenLimitField token_limit_field = TokenLimitField::automatic;
  bool stream = true;
  bool stream_usage = true;            ///< stream_options.include_usage
  std::optional<double> temperature;   ///< absent: not sent
  base::Micros deadline{120'000'000};  ///< of one call
  int max_issues = 20;                 ///< of one part
  int part_tokens = 6'000;             ///< of code in one call, estimated
  int max_output_tokens = 4'096;
  int parallel_parts = 4;              ///< calls at once for one submission
  int max_calls = 64;                  ///< calls at once in all
  std::vector<std::string> fallbacks;  ///< models that take over, in order
  bool verify = false;                 ///< a second pass over what the model found
  std::string verify_model;            ///< who is asked for it; empty: who found it
  bool trace = false;                  ///< of the plain provider
  std::string ca_file;                 ///< of the plain provider
  bool plain_http = false;             ///< of the plain provider
  BudgetSettings budget;
  /// After loading: every provider in force, the one of the main model among them, with its key and base URL.
  std::vector<ProviderSettings> providers;
  std::vector<ModelSettings> models;
  std::vector<std::string> order;  ///< after loading: the main model and its fallbacks
};

/// A server that reviews instead of this process, for `assay review`.
struct RemoteSettings {
  std::string url;  ///< empty: review here
  std::string key;  ///< secret; empty: none is sent
};

struct CacheSettings {
  bool enabled = true;
  base::Micros ttl{2'592'000'000'000};  ///< 30 days
};

/// How long things are kept; 0: for ever.
struct RetentionSettings {
  base::Micros submissions{0};
  base::Micros code{0};
};

struct LogSettings {
  base::log::Level level = base::log::Level::info;
  base::log::Format format = base::log::Format::text;
};

/// Every setting of Assay with its default. The names, ranges and texts are in settings.cpp, the sources in
/// load.hpp.
struct Configuration {
  ListenAddress listen;
  std::string data = "data";  ///< folder of the database
  Role role = Role::all;
  bool allow_open = false;  ///< listen beyond loopback without access control
  std::vector<std::string>
      reviewers;  ///< empty: static, and llm if a provider is set; see reviewers_in_force()
  std::optional<std::int64_t> rate_limit_per_hour;  ///< absent: 10, loopback free; 0: none
  AccessSettings access;
  TlsSettings tls;
  HttpSettings http;
  ScaleOutSettings scale_out;
  WorkerSettings worker;
  AnalysisSettings analysis;
  LlmSettings llm;
  RemoteSettings remote;
  CacheSettings cache;
  RetentionSettings retention;
  LogSettings log;
};

}  // namespace assay::cli
