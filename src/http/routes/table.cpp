#include <array>

#include "http/routes/routes.hpp"

namespace assay::http {

std::span<const Route> all_routes() {
  static constexpr std::array kRoutes = {
      // Before the route of one review: an id is never "export".
      Route{Method::get, "/api/reviews/export", export_reviews},
      Route{Method::get, "/api/reviews/{id}", get_review},
      Route{Method::remove, "/api/reviews/{id}", delete_review},
      Route{Method::post, "/api/reviews", submit},
      Route{Method::get, "/api/reviews", list_reviews},
      Route{Method::get, "/api/reviews/{id}/stream", stream_review},
      Route{Method::get, "/api/reviews/{id}/code", get_code},
      Route{Method::get, "/api/reviews/{id}/export", export_review},
      Route{Method::post, "/api/reviews/{id}/cancel", cancel_review},
      Route{Method::post, "/api/reviews/{id}/rerun", rerun_review},
      Route{Method::patch, "/api/reviews/{id}/issues/{issue_id}", set_issue_state},
      Route{Method::get, "/api/reviews/{id}/issues/{issue_id}", get_issue},
      Route{Method::get, "/api/reviews/{id}/compare/{other}", compare_reviews},
      Route{Method::get, "/api/events", stream_events},
      Route{Method::get, "/api/stats", get_stats},
      Route{Method::get, "/api/health", health},
      Route{Method::get, "/livez", livez},
      Route{Method::get, "/readyz", readyz},
      Route{Method::get, "/metrics", metrics},
      Route{Method::get, "/openapi.json", openapi},
      Route{Method::get, "/docs", docs},
      Route{Method::get, "/redoc", redoc},
  };
  return kRoutes;
}

}  // namespace assay::http
