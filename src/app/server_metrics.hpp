#pragma once
#include "base/metrics.hpp"
#include "llm/llm_reviewer.hpp"
#include "review/worker.hpp"

namespace assay::app {

// What other modules count by themselves, in the process's metrics. The counters outlive the last rendering.

void add_job_metrics(base::Metrics& metrics, const review::WorkerCounters& counters);
void add_model_metrics(base::Metrics& metrics, const llm::LlmReviewer& reviewer);

}  // namespace assay::app
