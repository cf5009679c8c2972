#include "http/routes/routes.hpp"
#include "http/session_body.hpp"

namespace assay::http {

Reply get_session(Api& api, const Request& request) { return session_response(api, request.identity); }

}  // namespace assay::http
