#include <algorithm>

#include "base/json_writer.hpp"
#include "http/middleware/access_control.hpp"
#include "http/readiness.hpp"
#include "http/reviewers_body.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

/// Whether the caller is told more than that something is wrong.
enum class Detail { shown, left_out };

void write_checks(base::JsonWriter& json, const std::vector<ReadinessCheck>& checks, Detail detail) {
  json.key("checks").begin_array();
  for (const auto& check : checks) {
    json.begin_object()
        .field("name", check.name)
        .field("ok", check.ok)
        .field("detail", detail == Detail::shown ? check.detail : std::string{})
        .end_object();
  }
  json.end_array();
}

base::Task<Response> report(Vitals vitals, Detail detail) {
  ReadinessReport found = co_await vitals.readiness.report();
  const bool ok = std::ranges::all_of(found.checks, &ReadinessCheck::ok);
  if (detail == Detail::left_out) found.reviewers.clear();
  Response response = json_response({});
  response.status = ok ? 200 : 503;
  base::JsonWriter json{response.body};
  json.begin_object().field("ok", ok);
  write_checks(json, found.checks, detail);
  write_reviewers(json, found.reviewers);
  write_limits(json, vitals);
  json.field("version", ASSAY_VERSION).end_object();
  response.add_header("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

/// Open to balancers; where keys are needed, what the server runs with is told only to those who have one.
Reply readyz(const Vitals& vitals, const Request& request) {
  const bool may_read = vitals.access.permissions_of(request).allows(core::Permission::read);
  return report(vitals, may_read ? Detail::shown : Detail::left_out);
}

}  // namespace assay::http
