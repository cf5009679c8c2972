#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ids.hpp"

namespace assay::core {

/// What models used. Money in millionths of a dollar, so that sums are exact.
struct Spend {
  std::int64_t tokens = 0;
  std::int64_t micro_usd = 0;

  Spend& operator+=(const Spend& more) {
    tokens += more.tokens;
    micro_usd += more.micro_usd;
    return *this;
  }
  friend Spend operator+(Spend a, const Spend& b) { return a += b; }
  friend Spend operator-(const Spend& a, const Spend& b) {
    return {a.tokens - b.tokens, a.micro_usd - b.micro_usd};
  }
  bool operator==(const Spend&) const = default;
};

/// The most that may be spent; absent: no cap.
struct SpendCap {
  std::optional<std::int64_t> tokens;
  std::optional<std::int64_t> micro_usd;

  bool any() const { return tokens || micro_usd; }
  bool permits(const Spend& spend) const {
    return (!tokens || spend.tokens <= *tokens) && (!micro_usd || spend.micro_usd <= *micro_usd);
  }
};

/// What was spent on a day (UTC).
struct DaySpend {
  Spend all;    ///< over all scopes
  Spend scope;  ///< by the scope asked about
  bool operator==(const DaySpend&) const = default;
};

/// A part of a day's budget that is set aside before a call whose price is not yet known.
struct SpendReservation {
  std::chrono::sys_days day;
  Scope scope;
  Spend amount;
  SpendCap cap_all;
  SpendCap cap_scope;
};

/// Remembers what models cost, so that caps hold over restarts and over all workers that share it. Calls may
/// come from any io_context thread and resume there. `unavailable` where it can't be reached.
class SpendLedger {
 public:
  virtual ~SpendLedger() = default;

  /// Adds the amount where neither cap would then be passed; else adds nothing. Check and addition are one
  /// step. Gives what was spent before. `granted` says which it was. Survives the death of the process.
  struct Reserved {
    bool granted = false;
    DaySpend before;
  };
  virtual base::Task<base::Result<Reserved>> reserve(SpendReservation reservation) = 0;
  /// Adds what a call used, whatever the caps say; less than nothing gives a part of a reservation back.
  /// Survives the death of the process.
  virtual base::Task<base::Result<void>> add(std::chrono::sys_days day, Scope scope, Spend spend) = 0;
  virtual base::Task<base::Result<DaySpend>> spent(std::chrono::sys_days day, Scope scope) = 0;
};

}  // namespace assay::core
