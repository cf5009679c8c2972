#include "review/masking_reviewer.hpp"

#include <utility>

#include "core/mask_secrets.hpp"

namespace assay::review {
namespace {

class MaskingObserver final : public core::ReviewObserver {
 public:
  MaskingObserver(core::ReviewObserver& observer, const std::vector<std::string>& secrets)
      : observer_(observer), secrets_(secrets) {}
  void issue_found(const core::Issue& issue) override {
    auto masked = issue;
    core::mask_secrets(masked, secrets_);
    observer_.issue_found(masked);
  }
  void progressed(int done, int total) override { observer_.progressed(done, total); }

 private:
  core::ReviewObserver& observer_;
  const std::vector<std::string>& secrets_;
};

}  // namespace

MaskingReviewer::MaskingReviewer(core::Reviewer& inner, const core::SecretScanner& scanner,
                                 std::string version)
    : inner_(inner), scanner_(scanner), version_(std::move(version)) {}

std::string MaskingReviewer::identity(const core::ReviewOptions& options) const {
  return inner_.identity(options) + " secrets:" + version_;
}

base::Task<core::ReviewerOutcome> MaskingReviewer::review(core::ReviewRequest request) {
  const auto secrets = scanner_.find_secrets(request.input->code);
  if (secrets.empty()) {
    auto untouched = co_await inner_.review(std::move(request));
    co_return untouched;
  }
  MaskingObserver observer{*request.observer, secrets};
  request.observer = &observer;
  auto outcome = co_await inner_.review(std::move(request));
  for (auto& issue : outcome.issues) core::mask_secrets(issue, secrets);
  for (auto& filtered : outcome.filtered) {
    core::mask_secrets(filtered.issue, secrets);
    filtered.note = core::mask_secrets(std::move(filtered.note), secrets);
  }
  for (auto& note : outcome.coverage.notes) note = core::mask_secrets(std::move(note), secrets);
  co_return outcome;
}

}  // namespace assay::review
