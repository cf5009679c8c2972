#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/run.hpp"

namespace assay::cli {

/// A reviewer for tests of the command line: finds "eval(" with high and "todo(" with low severity and
/// confidence 0.5; fails for good where the code says so.
class WordReviewer final : public core::Reviewer {
 public:
  std::string name() const override { return "static"; }
  std::string identity(const core::ReviewOptions&) const override { return "words"; }
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override;

  int reviewed = 0;
};

/// An engine with one WordReviewer.
class WordEngine final : public ReviewEngine {
 public:
  WordEngine() : pipeline_({&reviewer_}, clock_) {}
  base::Task<review::PipelineResult> run(review::Pipeline::Run run) override {
    return pipeline_.run(std::move(run));
  }
  core::Language detect_language(std::string_view filename, std::string_view code) const override;
  base::Task<void> stop() override { co_return; }

 private:
  base::SystemClock clock_;
  WordReviewer reviewer_;
  review::Pipeline pipeline_;
};

/// Two rules; the second one's test fails.
class TwoRules final : public RuleBook {
 public:
  std::vector<RuleInfo> rules() const override;
  base::Result<std::vector<RuleTestResult>> test(const std::string& folder) override;
};

/// Keys in a list that outlives each command; tokens are "assay_" and the name.
class ListedKeys final : public KeyAdmin {
 public:
  explicit ListedKeys(std::shared_ptr<std::vector<core::ApiKey>> kept) : kept_(std::move(kept)) {}
  base::Result<NewKey> create(const core::ApiKey& wanted) override;
  base::Result<std::vector<core::ApiKey>> list() override { return *kept_; }
  base::Result<void> revoke(const core::KeyId& id) override;

 private:
  std::shared_ptr<std::vector<core::ApiKey>> kept_;
};

Services fake_services();

struct RunResult {
  int code = 0;
  std::string out;
  std::string err;
};

/// Runs `assay` with these arguments, no files but real ones named by path, and these variables.
RunResult run_assay(const std::vector<std::string>& arguments, const std::string& input = {},
                    std::map<std::string, std::string, std::less<>> variables = {},
                    const Services& services = fake_services());

}  // namespace assay::cli
