#pragma once
#include <cstddef>
#include <string>

#include "core/ports/event_bus.hpp"
#include "core/ports/job_queue.hpp"
#include "http/application.hpp"

namespace assay::base {
class Metrics;
}
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
class Readiness;
class SubmissionLimit;

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
  std::size_t max_body_bytes = 8 * 1024 * 1024;
  std::size_t max_code_bytes = 1024 * 1024;
};

/// The tenant whose data a request is about. There are no users yet, so it is the same for all.
inline core::Scope scope_of(const Request&) { return core::public_scope(); }

}  // namespace assay::http
