#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "contract/queue_model.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

constexpr int kCommands = 100;

/// Number and first seed of the histories. A night runs 10,000: ASSAY_HISTORIES=10000.
std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::stoull(value);
}

class JobQueueModel : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(, JobQueueModel, testing::ValuesIn(queue_kinds()), kind_name);

TEST_P(JobQueueModel, is_followed_through_random_histories) {
  const auto& kind = GetParam();
  if (const auto why = missing_store(kind); !why.empty()) GTEST_SKIP() << why;
  const bool elsewhere = kind.starts_with("redis");
  const auto first = setting("ASSAY_SEED", 1);
  // Each history has a database of its own, which takes MongoDB a while.
  const auto count = setting("ASSAY_HISTORIES", kind.ends_with("mongo") ? 2 : 200);
  const HistoryRun run = [&](const QueueHistory& history) {
    return QueueModel{make_store(kind)}.run(history);
  };
  for (auto seed = first; seed < first + count; ++seed) {
    const auto history = random_history(seed, kCommands, kind == "sqlite", elsewhere);
    if (!run(history)) continue;
    const auto shortest = shrink(history, run);
    FAIL() << "ASSAY_SEED=" << seed << " fails; of its commands these are enough:\n"
           << to_string(shortest) << run(shortest).value_or("(not every time)");
  }
  std::cout << count << " histories of " << kCommands << " commands, seeds " << first << " to "
            << first + count - 1 << "\n";
}

}  // namespace
}  // namespace assay::contract
