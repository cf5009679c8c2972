#pragma once
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/engine.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

namespace assay::analysis {

struct PoolOptions {
  int processes = 2;  ///< at most so many at once; started when they are first needed
  std::chrono::milliseconds timeout{
      10'000};  ///< wall-clock time of one analysis, the start of a process not counted
  std::string executable = "/proc/self/exe";  ///< a binary whose main calls run_child_if_asked
  Limits limits;
  std::uint64_t memory_bytes = 1U << 30;  ///< of each process; 0 for no limit
  std::string extra_rules;                ///< encode_rules of a user's own
  std::vector<std::string> disabled;      ///< names of rules that are not to run, as in RuleChoice
  std::vector<std::string> enabled;  ///< names of rules that are to run though they are off by themselves
};

/// Child processes of the same binary that analyse hostile bytes for us. They are started with posix_spawn,
/// share nothing but two pipes, and are killed when they take too long. Belongs to one io_context: every
/// member is called on its thread, and the io_context must not run any more when the pool is destroyed.
class ProcessPool {
 public:
  ProcessPool(base::Executor executor, PoolOptions options);
  ~ProcessPool();

  struct Outcome {
    AnalysisResult result;
    bool complete = true;  ///< false: the child was killed or died; the coverage says so
  };
  /// Waits for a free child, gives it the source, and returns what it found. A child that dies or takes too
  /// long loses this analysis only: the outcome then has a coverage note and nothing else. cancelled when
  /// `stop` is requested; unavailable when no child can be started.
  base::Task<base::Result<Outcome>> analyse(Source source, std::stop_token stop);

  /// What the children could not set up of their protection, as far as any has been started; empty in good
  /// order.
  const std::string& missing_protection() const;
  /// Children alive now.
  int running() const;
  /// Kills all children; analyses under way end with `cancelled`, further ones fail at once.
  void shutdown();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay::analysis
