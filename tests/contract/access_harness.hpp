#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/ports/audit_log.hpp"
#include "core/ports/key_store.hpp"
#include "core/ports/session_store.hpp"

namespace assay::contract {

/// One implementation of the ports of access control over the same data.
class AccessHarness {
 public:
  virtual ~AccessHarness() = default;
  virtual core::KeyStore& keys() = 0;
  virtual core::SessionStore& sessions() = 0;
  virtual core::AuditLog& audit() = 0;
  /// As after a restart; nothing where all is in memory.
  virtual void reopen() {}
};

/// Empty where the implementation can be tested here; else why not: the test is skipped.
std::string missing_access(const std::string& kind);
/// The names to run a suite over.
std::vector<std::string> access_kinds();
std::unique_ptr<AccessHarness> make_access(const std::string& kind);

}  // namespace assay::contract
