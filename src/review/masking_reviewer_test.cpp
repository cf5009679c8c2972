#include "review/masking_reviewer.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace assay::review {
namespace {

struct OneFinding final : core::Reviewer {
  std::string name() const override { return "static"; }
  std::string identity(const core::ReviewOptions&) const override { return "rules:1"; }
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override {
    core::ReviewerOutcome outcome;
    core::Issue issue;
    issue.title = "Password in the source";
    issue.quote = request.input->code;
    outcome.issues.push_back(issue);
    request.observer->issue_found(issue);
    co_return outcome;
  }
};

struct Scanner final : core::SecretScanner {
  std::vector<std::string> find_secrets(std::string_view code) const override {
    if (code.find("hunter2x") == std::string_view::npos) return {};
    return {"hunter2x"};
  }
};

struct Observer final : core::ReviewObserver {
  void issue_found(const core::Issue& issue) override { quote = issue.quote; }
  void progressed(int, int) override {}
  std::string quote;
};

std::pair<std::string, std::string> quotes_for(const std::string& code) {
  OneFinding inner;
  Scanner scanner;
  Observer observer;
  MaskingReviewer reviewer{inner, scanner, "7"};
  EXPECT_EQ(reviewer.identity({}), "rules:1 secrets:7");
  core::ReviewRequest request;
  auto input = std::make_shared<core::ReviewInput>();
  input->code = code;
  request.input = std::move(input);
  request.observer = &observer;
  std::string quote;
  boost::asio::io_context io{1};
  boost::asio::co_spawn(io, reviewer.review(std::move(request)),
                        [&](const std::exception_ptr&, const core::ReviewerOutcome& outcome) {
                          quote = outcome.issues.at(0).quote;
                        });
  io.run();
  return {quote, observer.quote};
}

TEST(MaskingReviewer, NeitherTheOutcomeNorTheLiveFindingShowsASecret) {
  const auto [quote, live] = quotes_for("pw = 'hunter2x'\n");
  EXPECT_EQ(quote, "pw = 'REDACTED'\n");
  EXPECT_EQ(live, quote);
}

TEST(MaskingReviewer, CodeWithoutSecretsIsLeftAlone) {
  const auto [quote, live] = quotes_for("x = 1\n");
  EXPECT_EQ(quote, "x = 1\n");
  EXPECT_EQ(live, quote);
}

}  // namespace
}  // namespace assay::review
