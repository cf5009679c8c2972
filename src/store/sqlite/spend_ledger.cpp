#include "store/sqlite/spend_ledger.hpp"

namespace assay::store {
namespace {

using base::Result;
using base::Task;

// The row of a day that holds the sum over all scopes; no scope has this name.
const std::string kAll;

std::int64_t number_of(std::chrono::sys_days day) { return day.time_since_epoch().count(); }

core::Spend read_spend(Connection& db, std::chrono::sys_days day, const std::string& scope) {
  auto rows =
      db.query("SELECT tokens, micro_usd FROM spend WHERE day=?1 AND scope=?2", number_of(day), scope);
  if (!rows.step()) return {};
  return {rows.int64(0), rows.int64(1)};
}

core::DaySpend read_day(Connection& db, std::chrono::sys_days day, const core::Scope& scope) {
  return {read_spend(db, day, kAll), read_spend(db, day, scope.str())};
}

void add_spend(Connection& db, std::chrono::sys_days day, const std::string& scope,
               const core::Spend& spend) {
  db.run(
      "INSERT INTO spend(day, scope, tokens, micro_usd) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT(day, scope) DO UPDATE SET tokens=tokens+excluded.tokens, "
      "micro_usd=micro_usd+excluded.micro_usd",
      number_of(day), scope, spend.tokens, spend.micro_usd);
}

void add_day(Connection& db, std::chrono::sys_days day, const core::Scope& scope, const core::Spend& spend) {
  add_spend(db, day, kAll, spend);
  add_spend(db, day, scope.str(), spend);
}

}  // namespace

Task<Result<core::SpendLedger::Reserved>> SqliteSpendLedger::reserve(core::SpendReservation wanted) {
  auto work = [wanted = std::move(wanted)](WriteTransaction& tx) -> Result<Reserved> {
    tx.step("spend.reserve");
    Reserved reserved;
    reserved.before = read_day(tx.db, wanted.day, wanted.scope);
    reserved.granted = wanted.cap_all.permits(reserved.before.all + wanted.amount) &&
                       wanted.cap_scope.permits(reserved.before.scope + wanted.amount);
    if (reserved.granted) add_day(tx.db, wanted.day, wanted.scope, wanted.amount);
    return reserved;
  };
  co_return co_await database_.writer_->run(Durability::lazy, std::move(work));
}

Task<Result<void>> SqliteSpendLedger::add(std::chrono::sys_days day, core::Scope scope, core::Spend spend) {
  auto work = [day, scope = std::move(scope), spend](WriteTransaction& tx) -> Result<void> {
    tx.step("spend.add");
    add_day(tx.db, day, scope, spend);
    return {};
  };
  co_return co_await database_.writer_->run(Durability::lazy, std::move(work));
}

Task<Result<core::DaySpend>> SqliteSpendLedger::spent(std::chrono::sys_days day, core::Scope scope) {
  auto read = [day, scope = std::move(scope)](Connection& db) -> Result<core::DaySpend> {
    return read_day(db, day, scope);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

}  // namespace assay::store
