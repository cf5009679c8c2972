#include "llm/calls/review_bill.hpp"

#include <algorithm>

namespace assay::llm {

ReviewBill::Line& ReviewBill::line(const Model& model) {
  const auto found =
      std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) { return line.model == &model; });
  if (found != lines_.end()) return *found;
  lines_.push_back({&model, 0, 0, {}, true});
  return lines_.back();
}

void ReviewBill::add_call(const Model& model, std::int64_t sent_bytes) {
  auto& entry = line(model);
  ++entry.calls;
  entry.sent_bytes += sent_bytes;
}

void ReviewBill::add_usage(const Model& model, const std::optional<TokenUsage>& usage) {
  auto& entry = line(model);
  if (!usage) {
    entry.usage_known = false;
    return;
  }
  entry.used.input += usage->input;
  entry.used.output += usage->output;
  entry.used.cached += usage->cached;
}

core::Usage ReviewBill::usage() const {
  core::Usage sum;
  std::optional<double> cost = 0.0;
  for (const auto& entry : lines_) {
    sum.calls += entry.calls;
    sum.input_tokens += entry.used.input;
    sum.output_tokens += entry.used.output;
    sum.cached_tokens += entry.used.cached;
    const auto price = entry.usage_known ? entry.model->cost(entry.used) : std::nullopt;
    cost = cost && price ? std::optional(*cost + *price) : std::nullopt;
  }
  if (sum.calls > 0) sum.cost_usd = cost;
  return sum;
}

bool ReviewBill::usage_known() const {
  return std::all_of(lines_.begin(), lines_.end(), [](const Line& entry) { return entry.usage_known; });
}

std::vector<core::Egress> ReviewBill::egress(const std::vector<core::Redaction>& redactions) const {
  std::vector<core::Egress> receipts;
  for (const auto& entry : lines_) {
    if (entry.sent_bytes > 0)
      receipts.push_back({entry.model->client->origin(), entry.model->name, entry.sent_bytes, redactions});
  }
  return receipts;
}

}  // namespace assay::llm
