#include "store/mongo/spend_ledger.hpp"

#include "base/uuid.hpp"
#include "store/mongo/documents.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using core::DaySpend;
using mongo::Ack;
using mongo::Client;
using mongo::Document;

namespace {

int number_of(std::chrono::sys_days day) { return static_cast<int>(day.time_since_epoch().count()); }

/// Where the sums of a scope stand. In hexadecimal, because a name may have a dot, which a path can't.
std::string field_of(const core::Scope& scope) { return "s" + base::to_hex(scope.str()); }

core::Spend spend_of(const mongo::View& view) { return {view.number("tokens"), view.number("micro_usd")}; }

DaySpend day_of(const mongo::View& view, const core::Scope& scope) {
  return {spend_of(view), spend_of(view.document("scopes").document(field_of(scope)))};
}

Document addition(const core::Scope& scope, const core::Spend& spend) {
  const std::string field = "scopes." + field_of(scope);
  return {{"$inc", Document{{"tokens", spend.tokens},
                            {"micro_usd", spend.micro_usd},
                            {field + ".tokens", spend.tokens},
                            {field + ".micro_usd", spend.micro_usd}}}};
}

/// Nothing where the day has no document.
Result<std::optional<DaySpend>> find_day(Client& client, std::chrono::sys_days day,
                                         const core::Scope& scope) {
  mongo::FindOptions options;
  options.projection = {{"tokens", 1}, {"micro_usd", 1}, {"scopes." + field_of(scope), 1}};
  const auto found = client.find_one(mongo::kSpend, {{"_id", number_of(day)}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<DaySpend>{};
  return std::optional{day_of((*found)->view(), scope)};
}

/// Adds where the day's sums are still what they were taken for.
Result<bool> add_if_still(Client& client, const core::SpendReservation& wanted, const DaySpend& before) {
  const std::string field = "scopes." + field_of(wanted.scope);
  const bool first = before.scope == core::Spend{};
  Document filter{
      {"_id", number_of(wanted.day)}, {"tokens", before.all.tokens}, {"micro_usd", before.all.micro_usd}};
  // A scope without sums has no field yet.
  const mongo::Array tokens{first ? mongo::Value{nullptr} : mongo::Value{before.scope.tokens},
                            before.scope.tokens};
  const mongo::Array micro{first ? mongo::Value{nullptr} : mongo::Value{before.scope.micro_usd},
                           before.scope.micro_usd};
  filter.set(field + ".tokens", Document{{"$in", tokens}});
  filter.set(field + ".micro_usd", Document{{"$in", micro}});
  const auto added =
      client.update_one(mongo::kSpend, filter, addition(wanted.scope, wanted.amount), Ack::majority);
  if (!added) return base::fail(added.error());
  return added->matched == 1;
}

}  // namespace

Task<Result<core::SpendLedger::Reserved>> MongoSpendLedger::reserve(core::SpendReservation wanted) {
  auto work = [wanted = std::move(wanted)](Client& client) -> Result<Reserved> {
    while (true) {
      const auto day = find_day(client, wanted.day, wanted.scope);
      if (!day) return base::fail(day.error());
      if (!*day) {
        auto made = client.insert(
            mongo::kSpend,
            {{"_id", number_of(wanted.day)}, {"tokens", std::int64_t{0}}, {"micro_usd", std::int64_t{0}}},
            Ack::majority);
        if (!made && made.error().code != base::Errc::conflict) return base::fail(std::move(made.error()));
        continue;
      }
      Reserved reserved{false, **day};
      if (!wanted.cap_all.permits(reserved.before.all + wanted.amount) ||
          !wanted.cap_scope.permits(reserved.before.scope + wanted.amount))
        return reserved;
      const auto added = add_if_still(client, wanted, reserved.before);
      if (!added) return base::fail(added.error());
      reserved.granted = *added;
      if (reserved.granted) return reserved;
    }
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoSpendLedger::add(std::chrono::sys_days day, core::Scope scope, core::Spend spend) {
  auto work = [day, scope = std::move(scope), spend](Client& client) -> Result<void> {
    const Document which{{"_id", number_of(day)}};
    auto added = client.update_one(mongo::kSpend, which, addition(scope, spend), Ack::majority, true);
    // Two that both made the day's document: one of them did.
    if (!added && added.error().code == base::Errc::conflict)
      added = client.update_one(mongo::kSpend, which, addition(scope, spend), Ack::majority, true);
    if (!added) return base::fail(std::move(added.error()));
    return {};
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<DaySpend>> MongoSpendLedger::spent(std::chrono::sys_days day, core::Scope scope) {
  auto work = [day, scope = std::move(scope)](Client& client) -> Result<DaySpend> {
    const auto found = find_day(client, day, scope);
    if (!found) return base::fail(found.error());
    return found->value_or(DaySpend{});
  };
  co_return co_await pool_.run(std::move(work));
}

}  // namespace assay::store
