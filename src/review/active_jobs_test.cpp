#include "review/active_jobs.hpp"

#include <gtest/gtest.h>

namespace assay::review {
namespace {

TEST(ActiveJobs, stops_the_right_job_and_keeps_the_first_reason) {
  ActiveJobs jobs;
  const auto a = jobs.add(core::JobId{"a"});
  const auto b = jobs.add(core::JobId{"b"});
  jobs.stop(core::JobId{"a"}, StopReason::cancelled);
  jobs.stop(core::JobId{"unknown"}, StopReason::cancelled);
  EXPECT_TRUE(a.stop_requested());
  EXPECT_FALSE(b.stop_requested());
  jobs.stop_all(StopReason::draining);
  EXPECT_TRUE(b.stop_requested());
  EXPECT_EQ(jobs.stop_reason(core::JobId{"a"}), StopReason::cancelled);
  EXPECT_EQ(jobs.stop_reason(core::JobId{"b"}), StopReason::draining);
  jobs.remove(core::JobId{"a"});
  EXPECT_FALSE(jobs.stop_reason(core::JobId{"a"}));
}

}  // namespace
}  // namespace assay::review
