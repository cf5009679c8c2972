#include "llm/calls/budget.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "llm/calls/dollars.hpp"

namespace assay::llm {
namespace {

constexpr base::Micros kSoon = std::chrono::seconds{2};

struct CapText {
  const char* tokens_setting;
  const char* money_setting;
  const char* whose;
  const char* renewal;
};

// Nothing: the cap permits it.
std::optional<std::string> over(const core::SpendCap& cap, const core::Spend& before,
                                const core::Spend& wanted, const CapText& text) {
  const auto sentence = [&](const char* setting, const std::string& total, const std::string& left,
                            const std::string& wants) {
    return std::string("The budget of ") + total + " " + text.whose + " (" + setting + ") has " + left +
           " left, and the next call may use " + wants + text.renewal;
  };
  const auto rest = [](std::int64_t total, std::int64_t used) {
    return std::max<std::int64_t>(0, total - used);
  };
  if (cap.tokens && before.tokens + wanted.tokens > *cap.tokens) {
    return sentence(text.tokens_setting, std::to_string(*cap.tokens) + " tokens",
                    std::to_string(rest(*cap.tokens, before.tokens)), std::to_string(wanted.tokens));
  }
  if (cap.micro_usd && before.micro_usd + wanted.micro_usd > *cap.micro_usd) {
    return sentence(text.money_setting, dollars(*cap.micro_usd),
                    dollars(rest(*cap.micro_usd, before.micro_usd)), dollars(wanted.micro_usd));
  }
  return std::nullopt;
}

constexpr CapText kReview{"llm.budget.tokens_per_review", "llm.budget.usd_per_review", "for one review", ""};
constexpr CapText kDay{"llm.budget.tokens_per_day", "llm.budget.usd_per_day", "a day",
                       "; it starts anew at 00:00 UTC"};
constexpr CapText kScope{"llm.budget.scope_tokens_per_day", "llm.budget.scope_usd_per_day",
                         "a day for your submissions", "; it starts anew at 00:00 UTC"};

}  // namespace

std::optional<BudgetRefusal> judge(const BudgetCaps& caps, const core::DaySpend& before,
                                   const core::DaySpend& held, const core::Spend& review_before,
                                   const core::Spend& wanted) {
  if (auto sentence = over(caps.review, review_before, wanted, kReview))
    return BudgetRefusal{*sentence, false};
  const auto judge_day = [&](const core::SpendCap& cap, const core::Spend& spent,
                             const core::Spend& under_way,
                             const CapText& text) -> std::optional<BudgetRefusal> {
    auto sentence = over(cap, spent, wanted, text);
    if (!sentence) return std::nullopt;
    return BudgetRefusal{std::move(*sentence), cap.permits(spent - under_way + wanted)};
  };
  if (auto refusal = judge_day(caps.day, before.all, held.all, kDay)) return refusal;
  return judge_day(caps.scope_day, before.scope, held.scope, kScope);
}

core::DaySpend Budget::held_for(const core::Scope& scope) const {
  const auto found = held_by_scope_.find(scope);
  return {held_, found == held_by_scope_.end() ? core::Spend{} : found->second};
}

base::Task<Budget::Decision> Budget::reserve(core::Scope scope, core::Spend wanted,
                                             core::Spend review_before) {
  Decision decision;
  decision.hold.day = std::chrono::floor<std::chrono::days>(clock_.now());
  decision.hold.scope = scope;
  decision.hold.amount = wanted;
  const auto refuse = [&](BudgetRefusal refusal) {
    decision.refused = core::ReviewerFailure{std::move(refusal.sentence), refusal.for_now,
                                             refusal.for_now ? std::optional(kSoon) : std::nullopt};
  };
  // A call that is larger than a whole day's budget needs no look at what was spent.
  if (auto refusal = judge(caps_, {}, {}, review_before, wanted)) {
    refuse(std::move(*refusal));
    co_return decision;
  }
  if (ledger_ == nullptr || (!caps_.day.any() && !caps_.scope_day.any())) co_return decision;
  core::SpendReservation reservation{decision.hold.day, scope, wanted, caps_.day, caps_.scope_day};
  const auto reserved = co_await ledger_->reserve(std::move(reservation));
  if (!reserved) {
    // Without the sums nobody can say that the cap holds.
    decision.refused = core::ReviewerFailure{
        "What was spent today can't be read, so nothing more is: " + reserved.error().message, true, {}};
  } else if (!reserved->granted) {
    auto refusal = judge(caps_, reserved->before, held_for(scope), review_before, wanted);
    refuse(refusal ? std::move(*refusal) : BudgetRefusal{"The budget of today is used up", false});
  } else {
    decision.hold.in_ledger = true;
    held_ += wanted;
    held_by_scope_[scope] += wanted;
  }
  co_return decision;
}

base::Task<void> Budget::settle(Hold hold, core::Spend used) {
  auto difference = used;
  if (hold.in_ledger) {
    difference = used - hold.amount;
    held_ = held_ - hold.amount;
    auto& by_scope = held_by_scope_[hold.scope];
    by_scope = by_scope - hold.amount;
    if (by_scope == core::Spend{}) held_by_scope_.erase(hold.scope);
  }
  if (ledger_ == nullptr || difference == core::Spend{}) co_return;
  const auto added = co_await ledger_->add(hold.day, hold.scope, difference);
  if (!added) base::log::warn("what a call cost could not be stored", {{"reason", added.error().message}});
}

}  // namespace assay::llm
