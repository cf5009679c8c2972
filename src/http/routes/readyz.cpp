#include <algorithm>

#include "base/json_writer.hpp"
#include "http/files_field.hpp"
#include "http/middleware/preferences.hpp"
#include "http/readiness.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

void write_checks(base::JsonWriter& json, const std::vector<ReadinessCheck>& checks) {
  json.key("checks").begin_array();
  for (const auto& check : checks) {
    json.begin_object()
        .field("name", check.name)
        .field("ok", check.ok)
        .field("detail", check.detail)
        .end_object();
  }
  json.end_array();
}

void write_reviewers(base::JsonWriter& json, const std::vector<ReviewerInfo>& reviewers) {
  json.key("reviewers").begin_array();
  for (const auto& reviewer : reviewers) {
    json.begin_object().field("name", reviewer.name).field("enabled", reviewer.enabled);
    json.field("detail", reviewer.detail).key("model");
    if (reviewer.model) {
      json.value(*reviewer.model);
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array();
}

base::Task<Response> report(Api& api) {
  const ReadinessReport found = co_await api.readiness.report();
  const bool ok = std::ranges::all_of(found.checks, &ReadinessCheck::ok);
  Response response = json_response({});
  response.status = ok ? 200 : 503;
  base::JsonWriter json{response.body};
  json.begin_object().field("ok", ok);
  write_checks(json, found.checks);
  write_reviewers(json, found.reviewers);
  json.key("limits").begin_object().field("max_body_bytes", api.max_body_bytes);
  json.field("max_code_bytes", api.max_code_bytes).field("max_files", kMaxFiles);
  json.field("max_wait_seconds", kLongestWait.count()).end_object();
  json.field("version", ASSAY_VERSION).end_object();
  response.add_header("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

Reply readyz(Api& api, const Request&) { return report(api); }

}  // namespace assay::http
