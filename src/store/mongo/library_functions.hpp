#pragma once
#include <string>

namespace assay::store::mongo {

/// Finds libmongoc and the functions of library_functions.inc in it. Empty, or why it can't be used. Once.
std::string load_library_functions();

}  // namespace assay::store::mongo
