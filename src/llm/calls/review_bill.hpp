#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "core/review.hpp"
#include "llm/calls/model_book.hpp"

namespace assay::llm {

/// What one review sent to which model, and what that cost.
class ReviewBill {
 public:
  /// A call, answered or not; nothing was used where it failed, as far as anyone tells.
  void add_call(const Model& model, std::int64_t sent_bytes);
  /// The usage of an answer; nothing: the provider did not report it.
  void add_usage(const Model& model, const std::optional<TokenUsage>& usage);

  /// Counts what calls of this review used or may yet use, for its own budget.
  void add_spend(const core::Spend& spend) { spend_ += spend; }
  const core::Spend& spend() const { return spend_; }

  /// Sums. The cost is known only where all usage and every price is.
  core::Usage usage() const;
  bool usage_known() const;
  /// One receipt for each model that was sent anything.
  std::vector<core::Egress> egress(const std::vector<core::Redaction>& redactions) const;

 private:
  struct Line {
    const Model* model = nullptr;
    std::int64_t calls = 0;
    std::int64_t sent_bytes = 0;
    TokenUsage used;
    bool usage_known = true;
  };
  Line& line(const Model& model);

  core::Spend spend_;
  std::vector<Line> lines_;  // in the order in which they were first asked
};

}  // namespace assay::llm
