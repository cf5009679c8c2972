#include "base/metrics.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

void append_depth(std::string& out, const core::QueueDepth& depth) {
  out.append("# HELP assay_jobs_in_queue Jobs that are not finished.\n# TYPE assay_jobs_in_queue gauge\n");
  out.append("assay_jobs_in_queue{state=\"ready\"} ").append(std::to_string(depth.ready)).append("\n");
  out.append("assay_jobs_in_queue{state=\"delayed\"} ").append(std::to_string(depth.delayed)).append("\n");
  out.append("assay_jobs_in_queue{state=\"running\"} ").append(std::to_string(depth.running)).append("\n");
  out.append("# HELP assay_queue_oldest_job_seconds Age of the unfinished job that is there longest.\n");
  out.append("# TYPE assay_queue_oldest_job_seconds gauge\nassay_queue_oldest_job_seconds ");
  out.append(std::to_string(static_cast<double>(depth.oldest.count()) / 1e6)).append("\n");
}

base::Task<Response> render(Vitals vitals) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = vitals.metrics.render();
  // Without the queue there are still all the others.
  if (const auto depth = co_await vitals.queue.depth()) append_depth(response.body, *depth);
  co_return response;
}

}  // namespace

Reply metrics(const Vitals& vitals, const Request&) { return render(vitals); }

}  // namespace assay::http
