#pragma once
#include <cstddef>
#include <string>

#include "core/ports/event_bus.hpp"
#include "core/ports/job_queue.hpp"
#include "http/application.hpp"

namespace assay::access {
class KeyRing;
}
namespace assay::base {
class Metrics;
}
namespace assay::core {
class AuditLog;
class RuleCatalog;
}  // namespace assay::core
namespace assay::review {
class Submitter;
class Reader;
class Canceller;
class Rerunner;
class IssueTriage;
class Comparer;
}  // namespace assay::review

namespace assay::http {

class AccessControl;
class Assets;
class KeysInProgress;
class Readiness;
class SignInLimit;
class SubmissionLimit;
struct SettingsFacts;

/// What the routes work with. Everything outlives the server.
struct Api {
  review::Submitter& submitter;
  review::Reader& reader;
  review::Canceller& canceller;
  review::Rerunner& rerunner;
  review::IssueTriage& triage;
  review::Comparer& comparer;
  core::EventBus& events;
  core::JobQueue& queue;
  Readiness& readiness;
  SubmissionLimit& limit;
  KeysInProgress& keys_in_progress;
  base::Metrics& metrics;
  const Assets& assets;
  access::KeyRing& keys;
  core::AuditLog& audit;
  const core::RuleCatalog& rules;
  const SettingsFacts& settings;
  const AccessControl& access;
  SignInLimit& sign_in_limit;
  std::size_t max_body_bytes = 8 * 1024 * 1024;
  std::size_t max_code_bytes = 1024 * 1024;
};

/// The tenant whose data a request is about: the key's; the same for all where there are no keys.
inline core::Scope scope_of(const Request& request) {
  return request.identity ? request.identity->key().tenant : core::public_scope();
}

}  // namespace assay::http
