#pragma once
#include <map>
#include <mutex>
#include <utility>

#include "core/ports/spend_ledger.hpp"

namespace assay::store {

/// A ledger that lasts as long as the process: for one run of the command line, and for tests.
class MemorySpendLedger final : public core::SpendLedger {
 public:
  base::Task<base::Result<Reserved>> reserve(core::SpendReservation reservation) override;
  base::Task<base::Result<void>> add(std::chrono::sys_days day, core::Scope scope,
                                     core::Spend spend) override;
  base::Task<base::Result<core::DaySpend>> spent(std::chrono::sys_days day, core::Scope scope) override;

 private:
  core::DaySpend find(std::chrono::sys_days day, const core::Scope& scope) const;

  std::mutex mutex_;
  std::map<std::chrono::sys_days, core::Spend> all_;
  std::map<std::pair<std::chrono::sys_days, core::Scope>, core::Spend> scopes_;
};

}  // namespace assay::store
