#pragma once
#include <string>

#include "core/ports/event_bus.hpp"
#include "http/application.hpp"
#include "http/vitals.hpp"

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

class Assets;
class KeysInProgress;
class SignInLimit;
class SubmissionLimit;
struct SettingsFacts;

/// What the routes work with. Everything outlives the server.
struct Api : Vitals {
  review::Submitter& submitter;
  review::Reader& reader;
  review::Canceller& canceller;
  review::Rerunner& rerunner;
  review::IssueTriage& triage;
  review::Comparer& comparer;
  core::EventBus& events;
  SubmissionLimit& limit;
  KeysInProgress& keys_in_progress;
  const Assets& assets;
  core::AuditLog& audit;
  const core::RuleCatalog& rules;
  const SettingsFacts& settings;
  SignInLimit& sign_in_limit;
};

/// The tenant whose data a request is about: the key's; the same for all where there are no keys.
inline core::Scope scope_of(const Request& request) {
  return request.identity ? request.identity->key().tenant : core::public_scope();
}

}  // namespace assay::http
