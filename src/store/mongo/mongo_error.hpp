#pragma once
#include "base/error.hpp"

struct _bson_error_t;

namespace assay::store::mongo {

/// The library's error in our terms (Client's comment). The message names the cause and never holds a
/// password or a document.
base::Error error_of(const _bson_error_t& error);

}  // namespace assay::store::mongo
