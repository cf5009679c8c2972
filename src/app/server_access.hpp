#pragma once
#include "access/key_ring.hpp"
#include "app/backend/backend.hpp"
#include "base/task_group.hpp"
#include "cli/config/configuration.hpp"
#include "http/middleware/access_control.hpp"
#include "http/middleware/sign_in_limit.hpp"

namespace assay::app {

/// Keys, sessions and the audit log of one serving process.
class ServerAccess {
 public:
  /// All outlive it.
  ServerAccess(Backend& backend, const base::Clock& clock, base::Random& random,
               const cli::AccessSettings& settings, base::Executor engine);

  /// Lets whoever can read the data folder manage its keys through this server, which answers at `url`.
  base::Result<void> announce(const std::string& url, const std::string& pin);

  /// Notes now and then which keys were used, until `stop`. On the engine's thread.
  base::Task<void> run();
  /// Thread-safe.
  void stop();

  access::KeyRing& keys() { return keys_; }
  const http::AccessControl& control() const { return control_; }
  http::SignInLimit& sign_in_limit() { return sign_in_limit_; }

 private:
  Backend& backend_;
  access::KeyRing keys_;
  http::AccessControl control_;
  http::SignInLimit sign_in_limit_;
  std::string owner_token_;
  base::Executor engine_;
  base::Wakeup wake_;
  bool stopping_ = false;
};

}  // namespace assay::app
