#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/access_harness.hpp"
#include "contract/await.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

/// The suite for KeyStore and SessionStore.
class KeyStoreContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (const auto why = missing_access(GetParam()); !why.empty()) GTEST_SKIP() << why;
    harness_ = make_access(GetParam());
  }
  core::ApiKey key(int number, const std::string& tenant = "public") {
    core::ApiKey made;
    made.id = core::KeyId{"0192f3a4-0000-7000-8000-00000000000" + std::to_string(number)};
    made.prefix = "assay_0000000" + std::to_string(number);
    made.name = "key " + std::to_string(number);
    made.tenant = core::Scope{tenant};
    made.permissions = {core::Permission::read, core::Permission::admin};
    made.created_at = now() + hours{number};
    made.expires_at = now() + hours{100};
    made.submissions_per_hour = 7;
    return made;
  }
  static core::TokenHash hash(const core::ApiKey& of) { return core::hash_token(of.name); }
  void add(const core::ApiKey& made) { ASSERT_TRUE(await(h().keys().add(made, hash(made)))); }
  std::optional<core::ApiKey> find(const core::ApiKey& wanted) {
    return await(h().keys().find(hash(wanted))).value();
  }
  std::vector<std::string> names(std::optional<core::Scope> tenant) {
    std::vector<std::string> out;
    const auto keys = await(h().keys().list(std::move(tenant)));
    for (const auto& found : *keys) out.push_back(found.name);
    return out;
  }
  core::Session session(const core::ApiKey& of, const std::string& token, hours lifetime) {
    return {core::hash_token(token), of.id, now(), now() + lifetime};
  }
  bool has_session(const std::string& token, base::Timestamp at) {
    return await(h().sessions().find_session(core::hash_token(token), at)).value().has_value();
  }
  static base::Timestamp now() { return base::Timestamp{std::chrono::days{20'000}}; }
  AccessHarness& h() { return *harness_; }

 private:
  std::unique_ptr<AccessHarness> harness_;
};
INSTANTIATE_TEST_SUITE_P(, KeyStoreContract, testing::ValuesIn(access_kinds()),
                         [](const auto& each) { return each.param; });

TEST_P(KeyStoreContract, finds_a_key_by_the_hash_of_its_token_and_by_its_id) {
  const auto made = key(1);
  add(made);
  h().reopen();
  const auto found = find(made);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made.id);
  EXPECT_EQ(found->prefix, made.prefix);
  EXPECT_EQ(found->name, made.name);
  EXPECT_EQ(found->tenant, made.tenant);
  EXPECT_EQ(found->permissions, made.permissions);
  EXPECT_EQ(found->created_at, made.created_at);
  EXPECT_EQ(found->expires_at, made.expires_at);
  EXPECT_EQ(found->last_used_at, std::nullopt);
  EXPECT_EQ(found->revoked_at, std::nullopt);
  EXPECT_EQ(found->submissions_per_hour, 7);
  EXPECT_EQ(found->reviews_per_day, std::nullopt);
  EXPECT_EQ(await(h().keys().find(made.id)).value()->name, made.name);
  EXPECT_FALSE(find(key(2)));
  EXPECT_FALSE(await(h().keys().find(core::KeyId{"nothing"})).value());
}

TEST_P(KeyStoreContract, refuses_an_id_and_a_hash_that_are_there) {
  const auto made = key(1);
  add(made);
  EXPECT_EQ(await(h().keys().add(made, core::hash_token("another"))).error().code, Errc::conflict);
  EXPECT_EQ(await(h().keys().add(key(2), hash(made))).error().code, Errc::conflict);
  EXPECT_THAT(names(std::nullopt), ElementsAre("key 1"));
}

TEST_P(KeyStoreContract, lists_the_newest_first_by_tenant) {
  add(key(1));
  add(key(3, "team"));
  add(key(2));
  EXPECT_THAT(names(std::nullopt), ElementsAre("key 3", "key 2", "key 1"));
  EXPECT_THAT(names(core::Scope{"public"}), ElementsAre("key 2", "key 1"));
  EXPECT_THAT(names(core::Scope{"team"}), ElementsAre("key 3"));
  EXPECT_THAT(names(core::Scope{"nobody"}), IsEmpty());
}

TEST_P(KeyStoreContract, revokes_once_and_for_good_and_only_in_the_tenant) {
  const auto made = key(1);
  add(made);
  EXPECT_EQ(await(h().keys().revoke(core::Scope{"team"}, made.id, now())).error().code, Errc::not_found);
  EXPECT_EQ(await(h().keys().revoke(std::nullopt, core::KeyId{"nothing"}, now())).error().code,
            Errc::not_found);
  EXPECT_FALSE(find(made)->revoked_at);
  EXPECT_EQ(await(h().keys().revoke(core::Scope{"public"}, made.id, now()))->revoked_at, now());
  EXPECT_EQ(await(h().keys().revoke(std::nullopt, made.id, now() + hours{5}))->revoked_at, now());
  h().reopen();
  EXPECT_EQ(find(made)->revoked_at, now());
}

TEST_P(KeyStoreContract, notes_uses_and_never_moves_one_back) {
  const auto made = key(1);
  add(made);
  ASSERT_TRUE(await(h().keys().note_uses({{made.id, now() + hours{2}}, {core::KeyId{"nothing"}, now()}})));
  EXPECT_EQ(find(made)->last_used_at, now() + hours{2});
  ASSERT_TRUE(await(h().keys().note_uses({{made.id, now() + hours{1}}})));
  EXPECT_EQ(find(made)->last_used_at, now() + hours{2});
}

TEST_P(KeyStoreContract, keeps_sessions_until_they_end) {
  const auto made = key(1);
  add(made);
  ASSERT_TRUE(await(h().sessions().add_session(session(made, "a", hours{2}))));
  EXPECT_EQ(await(h().sessions().add_session(session(made, "a", hours{2}))).error().code, Errc::conflict);
  h().reopen();
  const auto found = await(h().sessions().find_session(core::hash_token("a"), now())).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->key, made.id);
  EXPECT_EQ(found->expires_at, now() + hours{2});
  EXPECT_TRUE(has_session("a", now() + hours{2} - base::Micros{1}));
  EXPECT_FALSE(has_session("a", now() + hours{2}));
  EXPECT_FALSE(has_session("b", now()));
  ASSERT_TRUE(await(h().sessions().remove_session(core::hash_token("a"))));
  ASSERT_TRUE(await(h().sessions().remove_session(core::hash_token("a"))));
  EXPECT_FALSE(has_session("a", now()));
}

TEST_P(KeyStoreContract, forgets_old_sessions_and_those_of_a_revoked_key) {
  const auto made = key(1);
  const auto other = key(2);
  add(made);
  add(other);
  ASSERT_TRUE(await(h().sessions().add_session(session(made, "short", hours{-1}))));
  ASSERT_TRUE(await(h().sessions().add_session(session(made, "long", hours{9}))));
  ASSERT_TRUE(await(h().sessions().add_session(session(other, "other", hours{9}))));
  EXPECT_FALSE(has_session("short", now() - hours{2})) << "gone, not only hidden";
  ASSERT_TRUE(await(h().keys().revoke(std::nullopt, made.id, now())));
  EXPECT_FALSE(has_session("long", now()));
  EXPECT_TRUE(has_session("other", now()));
}

}  // namespace
}  // namespace assay::contract
