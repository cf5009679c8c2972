#include "app/review_engine.hpp"

#include "app/detect_language.hpp"
#include "app/reviewers.hpp"
#include "cli/remote/server_engine.hpp"
#include "store/memory/memory_spend_ledger.hpp"

namespace assay::app {
namespace {

class LocalReviewEngine final : public cli::ReviewEngine {
 public:
  static base::Result<std::unique_ptr<cli::ReviewEngine>> create(const cli::LoadedConfiguration& loaded,
                                                                 base::Executor executor) {
    std::unique_ptr<LocalReviewEngine> engine{new LocalReviewEngine};
    auto reviewers = make_reviewers(loaded, executor, engine->clock_, engine->random_, engine->ledger_);
    if (!reviewers) return base::fail(reviewers.error());
    engine->reviewers_ = std::move(*reviewers);
    engine->pipeline_ = std::make_unique<review::Pipeline>(engine->reviewers_.in_order(), engine->clock_);
    return engine;
  }

  base::Task<review::PipelineResult> run(review::Pipeline::Run run) override {
    return pipeline_->run(std::move(run));
  }
  core::Language detect_language(std::string_view filename, std::string_view code) const override {
    return app::detect_language(filename, code);
  }
  base::Task<void> stop() override { return app::stop(std::move(reviewers_)); }

 private:
  LocalReviewEngine() = default;
  base::SystemClock clock_;
  base::SystemRandom random_;
  store::MemorySpendLedger ledger_;  // caps of a day hold for this run
  Reviewers reviewers_;
  std::unique_ptr<review::Pipeline> pipeline_;
};

}  // namespace

base::Result<std::unique_ptr<cli::ReviewEngine>> make_review_engine(const cli::LoadedConfiguration& loaded,
                                                                    base::Executor executor) {
  const auto& remote = loaded.values.remote;
  if (!remote.url.empty()) {
    cli::ServerChoice choice{remote.url, remote.key, loaded.values.reviewers};
    return cli::make_server_engine(std::move(choice), app::detect_language);
  }
  return LocalReviewEngine::create(loaded, executor);
}

}  // namespace assay::app
