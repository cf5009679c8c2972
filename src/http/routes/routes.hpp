#pragma once
#include <span>

#include "http/router.hpp"

namespace assay::http {

/// Every route of the server, in the order in which they are looked at.
std::span<const Route> all_routes();
/// Those by which a process is watched, whether it has an API or not.
std::span<const Route> vital_routes();

// One endpoint, one file: routes/<name>.cpp.
Reply health(Api& api, const Request& request);
Reply livez(const Vitals& vitals, const Request& request);
Reply readyz(const Vitals& vitals, const Request& request);
Reply metrics(const Vitals& vitals, const Request& request);
Reply openapi(Api& api, const Request& request);
Reply docs(Api& api, const Request& request);
Reply redoc(Api& api, const Request& request);
Reply submit(Api& api, const Request& request);
Reply export_reviews(Api& api, const Request& request);
Reply list_reviews(Api& api, const Request& request);
Reply get_review(Api& api, const Request& request);
Reply delete_review(Api& api, const Request& request);
Reply stream_review(Api& api, const Request& request);
Reply get_code(Api& api, const Request& request);
Reply get_summary(Api& api, const Request& request);
Reply export_review(Api& api, const Request& request);
Reply cancel_review(Api& api, const Request& request);
Reply rerun_review(Api& api, const Request& request);
Reply get_issue(Api& api, const Request& request);
Reply set_issue_state(Api& api, const Request& request);
Reply compare_reviews(Api& api, const Request& request);
Reply get_stats(Api& api, const Request& request);
Reply stream_events(Api& api, const Request& request);
Reply get_session(Api& api, const Request& request);
Reply sign_in(Api& api, const Request& request);
Reply sign_out(Api& api, const Request& request);
Reply get_settings(Api& api, const Request& request);
Reply list_rules(Api& api, const Request& request);
Reply list_keys(Api& api, const Request& request);
Reply create_key(Api& api, const Request& request);
Reply get_key(Api& api, const Request& request);
Reply revoke_key(Api& api, const Request& request);
Reply list_audit(Api& api, const Request& request);

}  // namespace assay::http
