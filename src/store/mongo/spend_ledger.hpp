#pragma once
#include "core/ports/spend_ledger.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// What models cost, in one document for each day, so that a check of both caps and the addition are one step
/// of the server.
class MongoSpendLedger final : public core::SpendLedger {
 public:
  /// `pool` outlives the ledger.
  explicit MongoSpendLedger(mongo::Pool& pool) : pool_(pool) {}
  base::Task<base::Result<Reserved>> reserve(core::SpendReservation reservation) override;
  base::Task<base::Result<void>> add(std::chrono::sys_days day, core::Scope scope,
                                     core::Spend spend) override;
  base::Task<base::Result<core::DaySpend>> spent(std::chrono::sys_days day, core::Scope scope) override;

 private:
  mongo::Pool& pool_;
};

}  // namespace assay::store
