#pragma once
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "contract/queue_history.hpp"
#include "contract/store_harness.hpp"

namespace assay::contract {

class RedisHarness;
class SqliteHarness;

/// The reference model of a queue and of what its store shows: runs a history against both and predicts every
/// answer.
class QueueModel {
 public:
  explicit QueueModel(std::unique_ptr<StoreHarness> harness);
  ~QueueModel();

  /// What was wrong first, with all that was done up to then; nothing where all was right.
  std::optional<std::string> run(const QueueHistory& history);

 private:
  /// What a job must be doing, said in the simplest way.
  struct Job {
    core::NewSubmission submission;
    int order = 0;
    enum class Place { ready, delayed, leased, over } place = Place::ready;
    int attempts = 0;
    base::Micros due{0};
    base::Micros lease_until{0};
    base::Micros over_since{0};
    std::optional<core::Claim> holder;
    std::string worker;
    bool suspect = false;
    int deaths_alone = 0;
    core::Fence fence{};     ///< of the last claim, as the queue knows it
    core::Fence returned{};  ///< given back under
    // What the store shows. A queue that lives elsewhere tells it less.
    core::Status stored = core::Status::pending;
    int stored_attempts = 0;
    core::Fence issued{};

    bool is_over() const { return place == Place::over; }
    bool is_poisonous() const { return deaths_alone >= 3; }
  };
  using Jobs = std::vector<Job*>;

  void step(const QueueCommand& command);
  void accept(const QueueCommand& command);
  void claim(const QueueCommand& command);
  void finish(const QueueCommand& command);
  void retry(const QueueCommand& command);
  void extend(const QueueCommand& command);
  void cancel(const QueueCommand& command);
  void crash();
  void flush();
  void check();

  base::Micros now() const { return h_->clock().steady(); }
  void release();
  Jobs ready_jobs(bool suspects, bool poisonous);
  Jobs expected_embedded(std::size_t max, int in_flight);
  Jobs expected_shared(std::size_t max, int in_flight, const std::string& worker);
  void take(const core::Claim& claim, const Jobs& candidates, const std::string& worker);
  std::optional<core::Claim> some_claim(const QueueCommand& command);
  Job& job_of(const core::Claim& claim) { return jobs_.at(claim.job); }
  bool holds(const core::Claim& claim);
  bool give_back(Job& job, const core::Claim& claim, base::Micros delay, core::AttemptCharge charge);
  void no_longer_held(Job& job);
  void end(Job& job, core::Status status);

  std::unique_ptr<StoreHarness> h_;
  SqliteHarness* sqlite_;  ///< null: another
  RedisHarness* redis_;
  std::map<core::JobId, Job> jobs_;
  std::vector<core::Claim> stale_;
  std::map<std::string, base::Micros> workers_;   ///< when each claimed last
  std::map<std::string, base::Micros> draining_;  ///< until when
  bool jumped_ = false;
  std::ostringstream said_;
};

}  // namespace assay::contract
