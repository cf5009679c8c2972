#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ports/outliner.hpp"
#include "core/ports/reviewer.hpp"
#include "core/ports/spend_ledger.hpp"
#include "llm/calls/breaker.hpp"
#include "llm/calls/call_counters.hpp"
#include "llm/llm_config.hpp"

namespace assay::llm {

/// The reviewer that asks a language model. Removes secrets and invisible characters, sends the code in
/// parts, reads the answer while it is written, and places every finding by its quote. One object serves one
/// io_context; it learns what its models' servers understand.
class LlmReviewer final : public core::Reviewer {
 public:
  /// invalid_argument with the field at fault for a configuration that can't work. `ledger` keeps what each
  /// day costs; null: caps of days do not hold. `clock`, `random` and `ledger` outlive it.
  static base::Result<std::unique_ptr<LlmReviewer>> create(LlmConfig config, base::Executor executor,
                                                           const base::Clock& clock, base::Random& random,
                                                           core::SpendLedger* ledger = nullptr);
  /// No review may be under way.
  ~LlmReviewer() override;

  std::string name() const override { return "llm"; }
  std::string identity(const core::ReviewOptions& options) const override;
  /// At most max_parts * samples * max_calls_per_part calls within one attempt; seven times as many where
  /// every answer is cut off at its limit, because parts are then halved, twice at most. The second pass asks
  /// once more for each part with findings.
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override;

  /// invalid_argument for a model that is not configured; names those that are.
  base::Result<void> check(const core::ReviewOptions& options) const override;

  /// Says where large code may be cut; outlives this. Without it blank lines do.
  void use_outliner(core::Outliner& outliner);
  /// Scheme, host and port of the provider: what may be shown of where code goes.
  const std::string& origin() const;
  /// Name of the model that is used unless a submission asks for another.
  const std::string& model() const;
  /// Names of all that a submission may ask for, that one first.
  std::vector<std::string> models() const;
  const CallCounters& counters() const;
  /// What is known of each model's server, by the model's name; lives as long as this.
  std::vector<std::pair<std::string, const Breaker*>> breakers() const;

 private:
  struct Impl;
  explicit LlmReviewer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::llm
