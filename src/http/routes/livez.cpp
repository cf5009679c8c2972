#include "http/routes/routes.hpp"

namespace assay::http {

/// That this thread got here is the whole answer.
Reply livez(Api&, const Request&) { return json_response(R"({"ok":true})"); }

}  // namespace assay::http
