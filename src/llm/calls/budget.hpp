#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "core/ports/reviewer.hpp"
#include "core/ports/spend_ledger.hpp"

namespace assay::llm {

/// The hard caps; each absent one: no cap.
struct BudgetCaps {
  core::SpendCap review;
  core::SpendCap day;
  core::SpendCap scope_day;

  bool money() const { return review.micro_usd || day.micro_usd || scope_day.micro_usd; }
};

/// Why a call may not be made.
struct BudgetRefusal {
  std::string sentence;  ///< names the cap, what is left of it, and when it starts anew
  /// True where calls under way hold the rest and are likely to give some of it back.
  bool for_now = false;
};

/// Whether a call that may use `wanted` fits under the caps, where `before` is spent or set aside already and
/// `held` of it is set aside for calls of this process that are under way. Pure.
std::optional<BudgetRefusal> judge(const BudgetCaps& caps, const core::DaySpend& before,
                                   const core::DaySpend& held, const core::Spend& review_before,
                                   const core::Spend& wanted);

/// The budget of one LlmReviewer: sets a part aside before each call and settles it afterwards. The ledger
/// keeps the sums over restarts. One object serves one io_context.
class Budget {
 public:
  /// `ledger` may be null: then only the caps of single reviews hold. Both outlive it.
  Budget(BudgetCaps caps, core::SpendLedger* ledger, const base::Clock& clock)
      : caps_(caps), ledger_(ledger), clock_(clock) {}

  /// What was set aside for one call.
  struct Hold {
    std::chrono::sys_days day{};
    core::Scope scope;
    core::Spend amount;
    bool in_ledger = false;
  };
  struct Decision {
    Hold hold;
    std::optional<core::ReviewerFailure> refused;
  };

  /// `review_before`: what the review has spent and set aside so far.
  base::Task<Decision> reserve(core::Scope scope, core::Spend wanted, core::Spend review_before);
  /// The call is over and used this much. A ledger that can't be reached is told of in the log; the sums of
  /// this process go on.
  base::Task<void> settle(Hold hold, core::Spend used);

  const BudgetCaps& caps() const { return caps_; }

 private:
  core::DaySpend held_for(const core::Scope& scope) const;

  BudgetCaps caps_;
  core::SpendLedger* ledger_;
  const base::Clock& clock_;
  core::Spend held_;
  std::map<core::Scope, core::Spend> held_by_scope_;
};

}  // namespace assay::llm
