#include "http/routes/routes.hpp"

namespace assay::http {

Reply health(Api&, const Request&) { return json_response(R"({"ok":true})"); }

}  // namespace assay::http
