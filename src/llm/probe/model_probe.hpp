#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "llm/llm_config.hpp"

namespace assay::llm {

/// One thing that was tried with a model, and what to do where it is not well.
struct ProbeFinding {
  enum class State { ok, warn, fail, skipped };
  std::string what;  ///< one of kProbeSteps
  State state = State::ok;
  std::string detail;
  std::string advice;  ///< empty where all is well
};

/// What is tried, in order: after a failure the rest is skipped.
inline constexpr const char* kProbeSteps[] = {"reachable", "key",       "model",  "answer",
                                              "schema",    "streaming", "context"};

/// Proves that models answer as the reviewer needs it, with real calls: a review of two lines, then a prompt
/// as large as the configuration permits, whose reported size tells whether the server read all of it. One
/// object serves one io_context.
class ModelProber {
 public:
  /// As LlmReviewer::create.
  static base::Result<std::unique_ptr<ModelProber>> create(LlmConfig config, base::Executor executor,
                                                           const base::Clock& clock, base::Random& random);
  ~ModelProber();

  /// Names of the main model and its fallbacks.
  std::vector<std::string> models() const;
  /// One finding for each step, in order. `model` is one of `models()`; a handful of calls.
  base::Task<std::vector<ProbeFinding>> probe(std::string model);

 private:
  struct Impl;
  explicit ModelProber(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::llm
