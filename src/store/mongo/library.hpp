#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace assay::store::mongo {

/// Loads and starts libmongoc once in this process, and sends what it logs to base/log. Everything else of
/// this folder may only be used after it has succeeded. `unsupported` where the library is not installed.
/// Thread-safe.
///
/// The library is loaded when it is asked for and not linked, because a server without MongoDB should not pay
/// for it: with ICU, SASL, Kerberos and others it costs every start 7 ms and 3 MB.
base::Result<void> start_library();

/// The text with user and password of every URI in it, and what stands after its "?", made unreadable.
std::string without_secrets(std::string_view text);

}  // namespace assay::store::mongo
