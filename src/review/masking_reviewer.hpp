#pragma once
#include <string>

#include "core/ports/reviewer.hpp"
#include "core/ports/secret_scanner.hpp"

namespace assay::review {

/// A reviewer whose findings show no secret of the code: what it says is masked before anyone else sees it.
class MaskingReviewer final : public core::Reviewer {
 public:
  /// Both outlive it. `version` changes with what the scanner finds, and with it the identity.
  MaskingReviewer(core::Reviewer& inner, const core::SecretScanner& scanner, std::string version);

  std::string name() const override { return inner_.name(); }
  std::string identity(const core::ReviewOptions& options) const override;
  base::Result<void> check(const core::ReviewOptions& options) const override {
    return inner_.check(options);
  }
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override;

 private:
  core::Reviewer& inner_;
  const core::SecretScanner& scanner_;
  std::string version_;
};

}  // namespace assay::review
