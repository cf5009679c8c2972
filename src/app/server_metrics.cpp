#include "app/server_metrics.hpp"

namespace assay::app {

void add_job_metrics(base::Metrics& metrics, const review::WorkerCounters& counters) {
  const auto count = [&](std::string_view outcome, const std::atomic<std::int64_t>& value) {
    metrics.counter_from("assay_jobs_total", "Jobs that ended, by outcome, and attempts that were put off.",
                         [&value] { return static_cast<double>(value.load()); },
                         {{"outcome", std::string{outcome}}});
  };
  count("completed", counters.completed);
  count("failed", counters.failed);
  count("retried", counters.retried);
  count("stale", counters.stale);
  metrics.gauge("assay_jobs_running", "Jobs that this process works on.",
                [&counters] { return static_cast<double>(counters.running.load()); });
}

void add_model_metrics(base::Metrics& metrics, const llm::LlmReviewer& reviewer) {
  const auto& counters = reviewer.counters();
  const auto add = [&](std::string_view name, std::string_view help, const std::atomic<std::int64_t>& value,
                       double unit, const base::MetricLabels& labels = {}) {
    metrics.counter_from(
        name, help, [&value, unit] { return static_cast<double>(value.load()) * unit; }, labels);
  };
  constexpr double kMillionth = 1e-6;
  const auto* calls = "Calls to models, by outcome.";
  add("assay_llm_calls_total", calls, counters.answered, 1, {{"outcome", "answered"}});
  add("assay_llm_calls_total", calls, counters.failed, 1, {{"outcome", "failed"}});
  add("assay_llm_calls_total", calls, counters.refused_by_budget, 1, {{"outcome", "refused_by_budget"}});
  add("assay_llm_retries_total", "Calls to models for what an earlier call did not bring.", counters.repeated,
      1);
  for (const auto& [model, breaker] : reviewer.breakers()) {
    metrics.gauge("assay_llm_breaker_state",
                  "Whether a model is called: 0 yes, 1 one call tries it, 2 it is left alone.",
                  [its = breaker] { return static_cast<double>(its->state()); }, {{"model", model}});
    metrics.counter_from("assay_llm_breaker_openings_total",
                         "How often a model was left alone because most of its calls failed.",
                         [its = breaker] { return static_cast<double>(its->openings()); },
                         {{"model", model}});
  }
  const auto* tokens = "Tokens that providers reported, by direction.";
  add("assay_llm_tokens_total", tokens, counters.input_tokens, 1, {{"direction", "input"}});
  add("assay_llm_tokens_total", tokens, counters.output_tokens, 1, {{"direction", "output"}});
  add("assay_llm_cost_usd_total", "Dollars, of calls whose price is known.", counters.micro_usd, kMillionth);
}

}  // namespace assay::app
