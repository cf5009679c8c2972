#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/identity.hpp"
#include "base/task.hpp"
#include "core/ports/rate_limiter.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace assay::http {

/// How often one client may submit. Nothing set: 10 per hour and address, loopback and callers with a key
/// free. Set: that many for everybody, counted by key where there is one; 0 switches the limit off. A key's
/// own limits take the place of this one.
struct SubmissionLimitOptions {
  std::optional<std::int64_t> per_hour;
};

/// The rate limit and the quota of POSTs that make a submission.
class SubmissionLimit {
 public:
  SubmissionLimit(core::RateLimiter& limiter, SubmissionLimitOptions options);

  /// Who is charged.
  struct Caller {
    std::string address;
    access::SharedIdentity identity;  ///< null: the address is charged
  };
  static Caller caller_of(const Request& request) { return {request.client, request.identity}; }

  /// An admission, with the fields its answer carries; or the answer to give instead: 429, or 503 where the
  /// limiter can't be asked.
  struct Admission {
    std::string headers;      ///< RateLimit and RateLimit-Policy lines; empty where no limit is in force
    std::string charged;      ///< who was charged for a submission, to be stored with it; empty: nobody
    std::string quota;        ///< who was charged for a review, to be stored if it makes a job; empty: nobody
    std::string limiter_key;  ///< what the policies below were asked with
    std::vector<core::RatePolicy> submission_policies;  ///< that a submission was charged to
    std::vector<core::RatePolicy> quota_policies;       ///< that a review was charged to
    /// Set where the quota is used up: the answer to give, unless the submission needs no review of its own.
    std::optional<Response> refused_unless_free;
  };
  base::Task<tl::expected<Admission, Response>> admit(Caller caller);
  /// The submission was answered from what is there: the review it was charged for is given back.
  base::Task<void> cost_nothing(const Admission& admission);
  /// The submission was refused after it had been admitted: all that it was charged for is given back.
  base::Task<void> came_to_nothing(const Admission& admission);

  /// What is in force for the caller of a request; empty: nothing.
  std::vector<core::RatePolicy> policies_for(const Request& request) const;

  /// What an admission of an earlier process counts against, to refill the limiter at start.
  struct Refill {
    std::string limiter_key;
    std::vector<core::RatePolicy> policies;
  };
  /// `charged`: as it was stored. `find_key` gives the key of an id; null where it is gone.
  Refill refill_of(const std::string& charged,
                   const std::function<const core::ApiKey*(const std::string& id)>& find_key) const;

 private:
  struct Policies {
    std::vector<core::RatePolicy> submissions;
    std::vector<core::RatePolicy> reviews;
  };
  Policies policies_of(const core::ApiKey& key) const;
  /// Admits what needs no review of its own, after `refused` by all policies together.
  base::Task<tl::expected<Admission, Response>> admit_free(std::string limiter_key,
                                                           std::vector<core::RatePolicy> submissions,
                                                           core::RateDecision refused);
  base::Task<void> give_back(std::string limiter_key, std::vector<core::RatePolicy> policies);

  core::RateLimiter& limiter_;
  std::vector<core::RatePolicy> server_;  // of the setting, or of its default
  bool is_default_;
};

}  // namespace assay::http
