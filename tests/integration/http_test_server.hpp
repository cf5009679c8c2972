#pragma once
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "access/key_ring.hpp"
#include "base/clock.hpp"
#include "base/metrics.hpp"
#include "base/random.hpp"
#include "broker/local/event_hub.hpp"
#include "broker/local/local_rate_limiter.hpp"
#include "http/assets/assets.hpp"
#include "http/middleware/access_control.hpp"
#include "http/middleware/idempotency.hpp"
#include "http/middleware/sign_in_limit.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/readiness.hpp"
#include "http/server/server.hpp"
#include "http/settings_facts.hpp"
#include "http/site.hpp"
#include "review/canceller.hpp"
#include "review/comparer.hpp"
#include "review/issue_triage.hpp"
#include "review/pipeline.hpp"
#include "review/reader.hpp"
#include "review/rerunner.hpp"
#include "review/submitter.hpp"
#include "store/memory/memory_audit_log.hpp"
#include "store/memory/memory_key_store.hpp"
#include "store/memory/memory_queue.hpp"
#include "store/memory/memory_store.hpp"

namespace assay::tests {

/// Runs a coroutine to its end on an io_context of its own.
template <class T>
T await(base::Task<T> task) {
  boost::asio::io_context context{1};
  std::optional<T> result;
  boost::asio::co_spawn(context.get_executor(), std::move(task),
                        [&result](const std::exception_ptr& failure, T value) {
                          if (failure) std::rethrow_exception(failure);
                          result.emplace(std::move(value));
                        });
  context.run();
  return std::move(*result);
}

struct TestServerOptions {
  http::ServerLimits limits;
  http::SiteOptions site;
  std::optional<std::int64_t> per_hour = 0;
  int threads = 2;
  broker::EventHubLimits hub;
  std::size_t max_code_bytes = 1024 * 1024;
  http::AccessOptions access;
  const http::TlsCredentials* tls = nullptr;
};

/// The whole HTTP side over a store in memory. There is no worker: a test plays it.
class TestServer {
 public:
  explicit TestServer(TestServerOptions options = {});
  ~TestServer();

  std::uint16_t port() const { return server->port(); }
  /// Submits through the API; gives the id.
  std::string submit(const std::string& code = "print(1)\n");
  /// Takes the oldest job as a worker would, and says in_progress.
  core::Claim begin_job();
  /// Ends it with a review that has one issue, or as failed without one.
  void end_job(const core::Claim& claim, core::Status outcome = core::Status::completed);
  void found_issue(const core::Claim& claim, const std::string& title);
  /// Makes a key; gives its token. `more` may change what is wanted.
  std::string make_key(core::Permissions permissions, const std::string& tenant = "public",
                       const std::function<void(core::ApiKey&)>& more = {});

  struct ReadyToAnswer;
  struct OneRule;
  class OneReviewer;

  base::SystemClock clock;
  base::SystemRandom random;
  store::MemoryState state{clock};
  store::MemoryReviewStore store{state};
  store::MemoryJobQueue queue{state};
  broker::EventHub hub;
  broker::LocalRateLimiter limiter{clock};
  http::SubmissionLimit limit;
  std::unique_ptr<core::Reviewer> reviewer;
  review::Pipeline pipeline;
  review::ActiveJobs active;
  review::HotReviews hot{1 << 20};
  review::Reader reader{store, hot};
  review::Submitter submitter;
  review::Canceller canceller{{store, queue, hub, active, hot, clock}};
  review::Rerunner rerunner{reader, submitter};
  review::IssueTriage triage{{reader, store, hot, clock}};
  review::Comparer comparer{reader};
  http::KeysInProgress keys_in_progress;
  base::Metrics metrics;
  store::MemoryKeyStore key_store;
  store::MemoryAuditLog audit;
  access::KeyRing keys{{key_store, key_store, audit, clock, random}};
  http::AccessControl access;
  http::SignInLimit sign_in_limit{limiter};
  http::SettingsFacts settings;
  std::unique_ptr<core::RuleCatalog> rules;
  http::Assets assets{http::embedded_page(), http::embedded_docs()};
  std::atomic<bool> draining{false};  ///< the server is about to stop
  std::unique_ptr<http::Readiness> readiness;
  http::Site site;
  std::unique_ptr<http::Server> server;
};

}  // namespace assay::tests
