#include "http/routes/routes.hpp"

namespace assay::http {

/// Where other servers of this kind have their documentation, too.
Reply redoc(Api&, const Request&) {
  Response response;
  response.status = 307;
  response.add_header("Location", "/docs");
  return response;
}

}  // namespace assay::http
