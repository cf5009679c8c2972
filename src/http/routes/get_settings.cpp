#include "base/json_writer.hpp"
#include "http/middleware/access_control.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/readiness.hpp"
#include "http/reviewers_body.hpp"
#include "http/routes/routes.hpp"
#include "http/settings_facts.hpp"

namespace assay::http {
namespace {

void write_price(base::JsonWriter& json, std::string_view name, const std::optional<double>& price) {
  if (price) {
    json.field(name, *price);
  } else {
    json.null_field(name);
  }
}

void write_providers(base::JsonWriter& json, const SettingsFacts& facts) {
  json.key("providers").begin_array();
  for (const auto& provider : facts.providers) {
    json.begin_object().field("name", provider.name).field("kind", provider.kind);
    json.field("origin", provider.origin).field("model", provider.model).field("enabled", provider.enabled);
    json.field("detail", provider.detail);
    write_price(json, "input_usd_per_million", provider.input_usd_per_million);
    write_price(json, "output_usd_per_million", provider.output_usd_per_million);
    json.end_object();
  }
  json.end_array().key("linters").begin_array();
  for (const auto& linter : facts.linters) {
    json.begin_object().field("name", linter.name).field("version", linter.version);
    json.field("enabled", linter.enabled).field("detail", linter.detail).end_object();
  }
  json.end_array();
}

void write_rate_limits(base::JsonWriter& json, const std::vector<core::RatePolicy>& policies) {
  json.key("rate_limits").begin_array();
  for (const auto& policy : policies) {
    json.begin_object().field("name", policy.name).field("quota", policy.quota);
    json.field("period_seconds", policy.period.count() / 1'000'000).end_object();
  }
  json.end_array();
}

base::Task<Response> write_settings(Api& api, const Request& request) {
  const auto readiness = co_await api.readiness.report();
  const auto& facts = api.settings;
  Response response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object().field("version", ASSAY_VERSION).field("build", facts.build).field("mode", facts.mode);
  write_reviewers(json, readiness.reviewers);
  write_providers(json, facts);
  write_limits(json, api);
  write_rate_limits(json, api.limit.policies_for(request));
  json.key("cache").begin_object().field("enabled", facts.cache_enabled);
  json.field("ttl_seconds", facts.cache_ttl_seconds).end_object();
  json.key("retention").begin_object().key("reviews_days");
  if (facts.keep_reviews_days) {
    json.value(*facts.keep_reviews_days);
  } else {
    json.null();
  }
  json.end_object().key("access").begin_object().field("enabled", api.access.is_on()).end_object();
  json.end_object();
  response.add_header("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

Reply get_settings(Api& api, const Request& request) { return write_settings(api, request); }

}  // namespace assay::http
