#include "review/run_observer.hpp"

#include <algorithm>
#include <numeric>

#include "core/issue_filter.hpp"

namespace assay::review {
namespace {

constexpr int kAnalysingFrom = 15;
constexpr int kAnalysingTo = 75;

const std::vector<core::LineRange>* changed_lines(const core::ReviewInput& input, const std::string& path) {
  const auto file = std::ranges::find(input.files, path, &core::InputFile::path);
  return file == input.files.end() || !file->changed ? nullptr : &*file->changed;
}

}  // namespace

RunObserver::RunObserver(PipelineListener& listener, const core::ReviewInput& input, std::size_t reviewers,
                         std::size_t texts)
    : listener_(listener),
      input_(input),
      suppressed_(input),
      reviewers_(static_cast<int>(reviewers)),
      shares_(texts, 0.0) {}

void RunObserver::start_reviewer(int index) {
  index_ = index;
  std::ranges::fill(shares_, 0.0);
  report();
}

void RunObserver::progressed(std::size_t text, double share) {
  shares_[text] = std::max(shares_[text], std::clamp(share, 0.0, 1.0));
  report();
}

void RunObserver::report() {
  const double sum = std::accumulate(shares_.begin(), shares_.end(), 0.0);
  const double done = index_ + (shares_.empty() ? 1.0 : sum / static_cast<double>(shares_.size()));
  const int span = (kAnalysingTo - kAnalysingFrom);
  const int percent = kAnalysingFrom + static_cast<int>(span * done / std::max(1, reviewers_));
  if (percent <= last_percent_) return;
  last_percent_ = percent;
  listener_.progressed(percent, core::Stage::analysing);
}

void RunObserver::issue_found(const core::Issue& issue) {
  if (!seen_.add(issue)) return;
  auto& kept = seen_.last();
  numbers_.assign(kept);
  if (suppressed_.of(issue) != nullptr) return;
  if (!core::filter_reason(issue, input_.options, changed_lines(input_, issue.path)))
    listener_.issue_found(kept);
}

}  // namespace assay::review
