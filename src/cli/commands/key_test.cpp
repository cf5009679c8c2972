#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/testing/fake_services.hpp"

namespace assay::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class KeyCommand : public testing::Test {
 protected:
  RunResult run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "key");
    return run_assay(arguments, {}, {}, services);
  }
  Services services = fake_services();
};

TEST_F(KeyCommand, prints_the_key_alone_on_standard_output) {
  const auto made = run({"create", "ci", "--scope", "submit", "--scope", "read", "--reviews-per-day", "9"});
  EXPECT_EQ(made.code, kExitOk) << made.err;
  EXPECT_EQ(made.out, "assay_ci\n");
  EXPECT_THAT(made.err, HasSubstr("read,submit"));
  EXPECT_THAT(made.err, Not(HasSubstr("assay_ci")));
  const auto listed = run({"list"});
  EXPECT_THAT(listed.out, HasSubstr("ci"));
  EXPECT_THAT(listed.out, HasSubstr("valid"));
  EXPECT_THAT(run({"list", "--json"}).out, HasSubstr(R"("reviews_per_day":9)"));
}

TEST_F(KeyCommand, revokes_by_prefix_or_id_and_never_the_wrong_one) {
  run({"create", "one"});
  run({"create", "two"});
  run({"create", "twin"});
  EXPECT_EQ(run({"revoke", "assay_tw"}).code, kExitUsage) << "two keys begin like that";
  EXPECT_EQ(run({"revoke", "nothing"}).code, kExitUsage);
  EXPECT_THAT(run({"list"}).out, Not(HasSubstr("revoked")));
  EXPECT_EQ(run({"revoke", "assay_on"}).code, kExitOk);
  EXPECT_EQ(run({"revoke", "id-two"}).code, kExitOk);
  const auto listed = run({"list"}).out;
  EXPECT_THAT(listed, HasSubstr("revoked"));
  EXPECT_THAT(listed, HasSubstr("valid"));
}

TEST_F(KeyCommand, says_what_is_wrong) {
  EXPECT_EQ(run({}).code, kExitUsage);
  EXPECT_EQ(run({"create"}).code, kExitUsage);
  EXPECT_THAT(run({"create", "a", "--scope", "root"}).err,
              HasSubstr("--scope must be read, submit or admin"));
  EXPECT_THAT(run({"create", "a", "--expires", "soon"}).err, HasSubstr("--expires must be"));
  EXPECT_EQ(run({"create", "a", "--expires", "2001-01-01"}).code, kExitUsage);
  EXPECT_EQ(run({"create", "a", "--tenant", "Not OK"}).code, kExitUsage);
  const auto down = run({"list", "--data", "taken"});
  EXPECT_EQ(down.code, kExitFailed);
  EXPECT_THAT(down.err, HasSubstr("the server does not answer"));
}

TEST_F(KeyCommand, an_expiry_is_a_time_from_now_or_a_date) {
  EXPECT_EQ(run({"create", "a", "--expires", "90d"}).code, kExitOk);
  EXPECT_EQ(run({"create", "b", "--expires", "2999-12-31"}).code, kExitOk);
  EXPECT_THAT(run({"list"}).out, HasSubstr("2999-12-31"));
}

TEST(Serve, refuses_to_be_open_to_a_network_unless_told_so) {
  const auto refused = run_assay({"serve", "--listen", "0.0.0.0:0"});
  EXPECT_EQ(refused.code, kExitUsage);
  EXPECT_THAT(refused.err, HasSubstr("--access keys"));
  EXPECT_EQ(run_assay({"serve", "--listen", "0.0.0.0:0", "--access", "keys"}).code, kExitOk);
  EXPECT_EQ(run_assay({"serve", "--listen", "0.0.0.0:0", "--allow-open"}).code, kExitOk);
  const auto half = run_assay({"serve", "--tls-cert", "a.pem"});
  EXPECT_EQ(half.code, kExitUsage);
  EXPECT_THAT(half.err, HasSubstr("--tls-key"));
}

}  // namespace
}  // namespace assay::cli
