#pragma once
#include "http/response.hpp"

namespace assay::http {

/// 404: what an unknown id gets, and one that can't be an id.
Response no_such_review();

}  // namespace assay::http
