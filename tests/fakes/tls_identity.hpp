#pragma once
#include <string>

#include "base/result.hpp"

namespace assay::fakes {

/// A key and a certificate signed by itself, as PEM.
struct TlsIdentity {
  std::string key;
  std::string certificate;
};

/// A new one for 127.0.0.1, ::1 and localhost, good for a day; nothing of it is ever stored by this.
base::Result<TlsIdentity> make_tls_identity();

}  // namespace assay::fakes
