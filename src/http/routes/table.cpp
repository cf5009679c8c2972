#include <array>

#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

constexpr Route kLivez{Method::get, "/livez", livez, Needs::nothing};
constexpr Route kReadyz{Method::get, "/readyz", readyz, Needs::nothing};
constexpr Route kMetrics{Method::get, "/metrics", metrics, Needs::monitor};

}  // namespace

std::span<const Route> vital_routes() {
  static constexpr std::array kRoutes = {kLivez, kReadyz, kMetrics};
  return kRoutes;
}

std::span<const Route> all_routes() {
  static constexpr std::array kRoutes = {
      // Before the route of one review: an id is never "export".
      Route{Method::get, "/api/reviews/export", export_reviews, Needs::read},
      Route{Method::get, "/api/reviews/{id}", get_review, Needs::read},
      Route{Method::remove, "/api/reviews/{id}", delete_review, Needs::submit},
      Route{Method::post, "/api/reviews", submit, Needs::submit},
      Route{Method::get, "/api/reviews", list_reviews, Needs::read},
      Route{Method::get, "/api/reviews/{id}/stream", stream_review, Needs::read},
      Route{Method::get, "/api/reviews/{id}/code", get_code, Needs::read},
      Route{Method::get, "/api/reviews/{id}/summary", get_summary, Needs::read},
      Route{Method::get, "/api/reviews/{id}/export", export_review, Needs::read},
      Route{Method::post, "/api/reviews/{id}/cancel", cancel_review, Needs::submit},
      Route{Method::post, "/api/reviews/{id}/rerun", rerun_review, Needs::submit},
      Route{Method::patch, "/api/reviews/{id}/issues/{issue_id}", set_issue_state, Needs::submit},
      Route{Method::get, "/api/reviews/{id}/issues/{issue_id}", get_issue, Needs::read},
      Route{Method::get, "/api/reviews/{id}/compare/{other}", compare_reviews, Needs::read},
      Route{Method::get, "/api/events", stream_events, Needs::read},
      Route{Method::get, "/api/stats", get_stats, Needs::read},
      Route{Method::get, "/api/session", get_session, Needs::nothing},
      Route{Method::post, "/api/session", sign_in, Needs::sign_in},
      Route{Method::remove, "/api/session", sign_out, Needs::nothing},
      Route{Method::get, "/api/settings", get_settings, Needs::read},
      Route{Method::get, "/api/rules", list_rules, Needs::read},
      Route{Method::get, "/api/keys", list_keys, Needs::admin},
      Route{Method::post, "/api/keys", create_key, Needs::admin},
      Route{Method::get, "/api/keys/{key_id}", get_key, Needs::admin},
      Route{Method::remove, "/api/keys/{key_id}", revoke_key, Needs::admin},
      Route{Method::get, "/api/audit", list_audit, Needs::admin},
      Route{Method::get, "/api/health", health, Needs::nothing},
      kLivez,
      kReadyz,
      kMetrics,
      Route{Method::get, "/openapi.json", openapi, Needs::nothing},
      Route{Method::get, "/docs", docs, Needs::nothing},
      Route{Method::get, "/redoc", redoc, Needs::nothing},
  };
  return kRoutes;
}

}  // namespace assay::http
