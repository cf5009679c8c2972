#pragma once
#include "core/ports/spend_ledger.hpp"
#include "store/sqlite/database.hpp"

namespace assay::store {

/// The ledger in the embedded database. Its writes wait for no fsync of their own: what they say comes to the
/// disk at the latest with the next reply that is kept.
class SqliteSpendLedger final : public core::SpendLedger {
 public:
  /// `database` outlives the ledger.
  explicit SqliteSpendLedger(Database& database) : database_(database) {}

  base::Task<base::Result<Reserved>> reserve(core::SpendReservation reservation) override;
  base::Task<base::Result<void>> add(std::chrono::sys_days day, core::Scope scope,
                                     core::Spend spend) override;
  base::Task<base::Result<core::DaySpend>> spent(std::chrono::sys_days day, core::Scope scope) override;

 private:
  Database& database_;
};

}  // namespace assay::store
