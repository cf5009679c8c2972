#include "http/assets/assets.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {

Reply openapi(Api& api, const Request& request) { return api.assets.serve("/openapi.json", request); }

}  // namespace assay::http
