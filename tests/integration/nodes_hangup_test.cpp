// What SIGHUP means to the real binary: `systemctl reload` sends it, whether or not there is anything to read
// again.
#include <gtest/gtest.h>
#include <signal.h>

#include "integration/http_client.hpp"
#include "integration/nodes.hpp"

namespace assay::tests {
namespace {

void expect_to_outlive_a_hangup(AssayProcess& process) {
  process.send(SIGHUP);
  EXPECT_EQ(HttpClient{process.port()}.ask("GET", "/livez").status, 200);
  process.send(SIGTERM);
  EXPECT_EQ(process.wait(), 0);
}

TEST(NodesHangup, AServerThatIsAServiceGoesOn) {
  AssayProcess server{{}, {}};
  expect_to_outlive_a_hangup(server);
}

TEST(NodesHangup, AWorkerThatIsAServiceGoesOn) {
  if (const auto why = Nodes::missing(); !why.empty()) GTEST_SKIP() << why;
  const Nodes nodes;
  const auto worker = nodes.start_worker();
  expect_to_outlive_a_hangup(*worker);
}

}  // namespace
}  // namespace assay::tests
