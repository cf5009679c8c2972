#pragma once
#include <deque>
#include <memory>
#include <stop_token>

#include "base/task.hpp"

namespace assay::llm {

/// Bounds the calls that are under way at once, over all reviews; who comes first is let in first. Everything
/// happens on one io_context; not thread-safe. Outlives every Slot and every `enter`.
class CallSlots {
 public:
  explicit CallSlots(int most) : free_(most) {}
  CallSlots(const CallSlots&) = delete;
  CallSlots& operator=(const CallSlots&) = delete;

  /// The right to make a call, given back when it goes. Empty: `stop` came first.
  class Slot {
   public:
    Slot() = default;
    explicit Slot(CallSlots* from) : from_(from) {}
    Slot(Slot&& other) noexcept : from_(std::exchange(other.from_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (from_ != nullptr) from_->leave();
    }
    explicit operator bool() const { return from_ != nullptr; }

   private:
    CallSlots* from_ = nullptr;
  };

  base::Task<Slot> enter(std::stop_token stop);
  int free() const { return free_; }

 private:
  struct Waiter;
  void leave();

  int free_;
  std::deque<std::shared_ptr<Waiter>> waiters_;
};

}  // namespace assay::llm
