#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/access_harness.hpp"
#include "contract/await.hpp"

namespace assay::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The suite for AuditLog.
class AuditLogContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (const auto why = missing_access(GetParam()); !why.empty()) GTEST_SKIP() << why;
    harness_ = make_access(GetParam());
  }
  void append(const std::string& action, const std::string& tenant = "public") {
    core::AuditEntry entry;
    entry.at = base::Timestamp{std::chrono::days{20'000}};
    entry.tenant = core::Scope{tenant};
    entry.action = action;
    entry.actor_key = "key";
    entry.actor_name = "Ümit";
    entry.target = "target";
    entry.detail = "what it was";
    entry.client = "::1";
    entry.request_id = "abc";
    ASSERT_TRUE(await(h().audit().append(entry)));
  }
  std::vector<core::AuditEntry> entries(core::AuditQuery query) {
    return await(h().audit().entries(std::move(query))).value();
  }
  std::vector<std::string> actions(core::AuditQuery query) {
    std::vector<std::string> out;
    for (const auto& entry : entries(std::move(query))) out.push_back(entry.action);
    return out;
  }
  AccessHarness& h() { return *harness_; }

 private:
  std::unique_ptr<AccessHarness> harness_;
};
INSTANTIATE_TEST_SUITE_P(, AuditLogContract, testing::ValuesIn(access_kinds()),
                         [](const auto& each) { return each.param; });

TEST_P(AuditLogContract, keeps_every_entry_as_it_was) {
  append("key.created");
  h().reopen();
  const auto all = entries({});
  ASSERT_EQ(all.size(), 1U);
  const auto& entry = all.front();
  EXPECT_GT(entry.number, 0);
  EXPECT_EQ(entry.at, base::Timestamp{std::chrono::days{20'000}});
  EXPECT_EQ(entry.tenant, core::public_scope());
  EXPECT_EQ(entry.action, "key.created");
  EXPECT_EQ(entry.actor_key, "key");
  EXPECT_EQ(entry.actor_name, "Ümit");
  EXPECT_EQ(entry.target, "target");
  EXPECT_EQ(entry.detail, "what it was");
  EXPECT_EQ(entry.client, "::1");
  EXPECT_EQ(entry.request_id, "abc");
}

TEST_P(AuditLogContract, gives_the_newest_first_in_pages_of_one_tenant) {
  for (const auto* action : {"a", "b", "c"}) {
    append(action);
    append(std::string{action} + "'", "team");
  }
  EXPECT_THAT(actions({}), ElementsAre("c'", "c", "b'", "b", "a'", "a"));
  const core::Scope team{"team"};
  const auto page = entries({team, std::nullopt, 2});
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].action, "c'");
  EXPECT_EQ(page[1].action, "b'");
  EXPECT_THAT(actions({team, page[1].number, 2}), ElementsAre("a'"));
  EXPECT_THAT(actions({std::nullopt, page[1].number, 2}), ElementsAre("b", "a'"));
  EXPECT_THAT(actions({core::Scope{"nobody"}, std::nullopt, 9}), IsEmpty());
}

}  // namespace
}  // namespace assay::contract
