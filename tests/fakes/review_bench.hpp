#pragma once
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fakes/fake_provider.hpp"
#include "llm/llm_reviewer.hpp"

namespace assay::llm {

inline constexpr const char* kCode =
    "import os\n"
    "\n"
    "def mean(xs, seen=[]):\n"
    "    return sum(xs) / len(xs)\n"
    "\n"
    "def run(cmd):\n"
    "    os.system(cmd)\n"
    "    if cmd == None:\n"
    "        return eval(cmd)\n";

struct Observer final : core::ReviewObserver {
  void issue_found(const core::Issue& issue) override {
    issues.push_back(issue);
    if (on_issue) on_issue();
  }
  void progressed(int done, int total) override { steps.emplace_back(done, total); }
  std::vector<core::Issue> issues;
  std::vector<std::pair<int, int>> steps;
  std::function<void()> on_issue;
};

struct MemoryReplies final : core::ReplyLog {
  base::Task<base::Result<void>> save(core::JobId, std::string part, std::string reply) override {
    replies[part] = std::move(reply);
    ++saves;
    co_return base::Result<void>{};
  }
  base::Task<base::Result<std::optional<std::string>>> find(core::JobId, std::string part) override {
    const auto found = replies.find(part);
    base::Result<std::optional<std::string>> result;
    if (found != replies.end()) result = found->second;
    co_return result;
  }
  std::map<std::string, std::string> replies;
  int saves = 0;
};

inline ModelConfig model_at(std::string provider, std::string id) {
  ModelConfig model;
  model.provider = std::move(provider);
  model.id = std::move(id);
  return model;
}

/// The time of this machine, and what a test adds to it.
class SkippingClock final : public base::Clock {
 public:
  base::Timestamp now() const override { return system_.now() + skipped_; }
  base::Micros steady() const override { return system_.steady() + skipped_; }
  void skip(base::Micros by) { skipped_ += by; }

 private:
  base::SystemClock system_;
  base::Micros skipped_{};
};

/// So long a test waits for what has to happen before it gives up; nothing is measured by it.
inline constexpr std::chrono::minutes kPatience{1};

/// The reviewer against a fake provider of its own, over loopback.
struct ReviewBench {
  explicit ReviewBench(fakes::FakeOptions fake = {}) {
    fake.keep_bodies = true;
    provider = fakes::FakeProvider::start(std::move(fake)).value();
    config.providers[0].base_url = provider->origin() + "/v1";
    config.providers[0].api_key = "sk-test-key-0123456789";
    config.longest_wait = std::chrono::seconds{5};
    config.first_back_off = std::chrono::milliseconds{1};
  }

  core::ReviewerOutcome review(std::string code = kCode) {
    if (!reviewer) reviewer = LlmReviewer::create(config, io.get_executor(), clock, random, ledger).value();
    auto input = std::make_shared<core::ReviewInput>();
    input->language = core::Language::python;
    input->filename = "a.py";
    input->code = std::move(code);
    input->options = options;
    core::ReviewRequest request;
    request.input = std::move(input);
    request.job = job;
    request.scope = scope;
    request.observer = &observer;
    request.replies = replies;
    request.stop = stop.get_token();
    request.evidence = evidence;
    request.changed = changed;
    std::optional<core::ReviewerOutcome> outcome;
    boost::asio::steady_timer skipper(io);
    if (first_call_stalls) skip_stall(skipper);
    boost::asio::co_spawn(io, reviewer->review(std::move(request)),
                          [&](const std::exception_ptr& error, core::ReviewerOutcome value) {
                            EXPECT_FALSE(error);
                            outcome = std::move(value);
                          });
    io.restart();
    while (!outcome && io.run_one() > 0) {
    }
    return std::move(outcome).value();
  }

  std::size_t calls() const { return provider->log().all().size(); }

  // A limit of a few milliseconds would end good calls of a busy machine, too. So time is moved on while the
  // first call is under way, and only then.
  void skip_stall(boost::asio::steady_timer& timer) {
    if (reviewer->counters().failed > 0) return;
    if (calls() > 0) clock.skip(config.stall);
    timer.expires_after(std::chrono::milliseconds{5});
    timer.async_wait([this, &timer](const boost::system::error_code& error) {
      if (!error) skip_stall(timer);
    });
  }

  std::unique_ptr<fakes::FakeProvider> provider;
  boost::asio::io_context io{1};
  SkippingClock clock;
  base::SeededRandom random{1};
  LlmConfig config;
  std::unique_ptr<LlmReviewer> reviewer;
  Observer observer;
  core::JobId job;
  core::Scope scope = core::public_scope();
  core::SpendLedger* ledger = nullptr;
  MemoryReplies* replies = nullptr;
  std::stop_source stop;
  core::ReviewOptions options;
  std::vector<core::Issue> evidence;
  std::optional<std::vector<core::LineRange>> changed;
  bool first_call_stalls = false;  ///< as the provider was told: let its limit of time pass
};

// What a clean reply gives for kCode.
inline void expect_clean_review(const core::ReviewerOutcome& outcome,
                                const std::string& model = "gpt-4.1-mini") {
  ASSERT_FALSE(outcome.failure) << outcome.failure->reason;
  ASSERT_EQ(outcome.issues.size(), 5U);
  for (const auto& issue : outcome.issues) {
    ASSERT_TRUE(issue.lines) << issue.title;
    EXPECT_EQ(issue.sources.front(), "llm:" + model);
  }
  EXPECT_FALSE(outcome.summary.empty());
  EXPECT_EQ(outcome.issues.front().cwe, std::vector<int>{78});
}

}  // namespace assay::llm
