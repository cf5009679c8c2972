#include "http/assets/assets.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {

Reply docs(Api& api, const Request& request) { return api.assets.serve("/docs/index.html", request); }

}  // namespace assay::http
