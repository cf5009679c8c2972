#include "base/metrics.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

TEST(Metrics, RendersCountersGaugesAndHistograms) {
  Metrics metrics;
  metrics.counter("a_total", "Things.", {{"kind", "x\"\\\n"}}).add(2);
  metrics.counter("a_total", "Things.", {{"kind", "x\"\\\n"}}).add();
  metrics.counter("a_total", "Things.").add(7);
  metrics.gauge("b", "A level.", [] { return 1.5; });
  auto& histogram = metrics.histogram("c_seconds", "Times.", {0.1, 1}, {{"route", "/"}});
  for (const double value : {0.05, 0.1, 0.5, 30.0}) histogram.observe(value);

  EXPECT_EQ(metrics.render(),
            "# HELP a_total Things.\n# TYPE a_total counter\n"
            "a_total{kind=\"x\\\"\\\\\\n\"} 3\na_total 7\n"
            "# HELP b A level.\n# TYPE b gauge\nb 1.5\n"
            "# HELP c_seconds Times.\n# TYPE c_seconds histogram\n"
            "c_seconds_bucket{route=\"/\",le=\"0.1\"} 2\nc_seconds_bucket{route=\"/\",le=\"1\"} 3\n"
            "c_seconds_bucket{route=\"/\",le=\"+Inf\"} 4\nc_seconds_sum{route=\"/\"} 30.65\n"
            "c_seconds_count{route=\"/\"} 4\n");
}

}  // namespace
}  // namespace assay::base
