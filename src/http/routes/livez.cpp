#include "http/routes/routes.hpp"

namespace assay::http {

/// That this thread got here is the whole answer.
Reply livez(const Vitals&, const Request&) { return json_response(R"({"ok":true})"); }

}  // namespace assay::http
