#include "store/memory/memory_spend_ledger.hpp"

namespace assay::store {

using base::Result;
using base::Task;

core::DaySpend MemorySpendLedger::find(std::chrono::sys_days day, const core::Scope& scope) const {
  core::DaySpend found;
  if (const auto all = all_.find(day); all != all_.end()) found.all = all->second;
  if (const auto one = scopes_.find({day, scope}); one != scopes_.end()) found.scope = one->second;
  return found;
}

Task<Result<core::SpendLedger::Reserved>> MemorySpendLedger::reserve(core::SpendReservation wanted) {
  const std::scoped_lock lock{mutex_};
  Reserved reserved;
  reserved.before = find(wanted.day, wanted.scope);
  reserved.granted = wanted.cap_all.permits(reserved.before.all + wanted.amount) &&
                     wanted.cap_scope.permits(reserved.before.scope + wanted.amount);
  if (reserved.granted) {
    all_[wanted.day] += wanted.amount;
    scopes_[{wanted.day, wanted.scope}] += wanted.amount;
  }
  co_return reserved;
}

Task<Result<void>> MemorySpendLedger::add(std::chrono::sys_days day, core::Scope scope, core::Spend spend) {
  const std::scoped_lock lock{mutex_};
  all_[day] += spend;
  scopes_[{day, std::move(scope)}] += spend;
  co_return Result<void>{};
}

Task<Result<core::DaySpend>> MemorySpendLedger::spent(std::chrono::sys_days day, core::Scope scope) {
  const std::scoped_lock lock{mutex_};
  co_return find(day, scope);
}

}  // namespace assay::store
