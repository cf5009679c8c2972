#include "integration/assay_process.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace assay::tests {
namespace {

// A test that runs out of time is killed: no destructor of it runs.
TEST(AssayProcess, EndsWithWhoStartedIt) {
  std::optional<AssayProcess> server;
  std::thread starter{[&] { server.emplace(std::vector<std::string>{}, Variables{}); }};
  starter.join();
  EXPECT_EQ(server->wait(), -1) << "it was not killed: " << server->log();
}

}  // namespace
}  // namespace assay::tests
