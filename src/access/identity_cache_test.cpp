#include "access/identity_cache.hpp"

#include <gtest/gtest.h>

namespace assay::access {
namespace {

constexpr base::Timestamp kNow{std::chrono::days{20'000}};

core::ApiKey key(const std::string& id) {
  core::ApiKey made;
  made.id = core::KeyId{id};
  made.permissions = {core::Permission::read};
  return made;
}

TEST(IdentityCache, gives_what_it_keeps_and_one_credential_for_a_key) {
  IdentityCache cache;
  const auto by_key = core::hash_token("key");
  const auto by_session = core::hash_token("session");
  EXPECT_EQ(cache.find(by_key), nullptr);
  const auto first = cache.keep(by_key, key("a"), {kNow, std::nullopt, {}}, cache.ticket());
  const auto second =
      cache.keep(by_session, key("a"), {kNow, kNow + std::chrono::hours{1}, "csrf"}, cache.ticket());
  EXPECT_EQ(cache.find(by_key), first);
  EXPECT_FALSE(first->is_session());
  EXPECT_TRUE(second->is_session());
  EXPECT_EQ(first->credential, second->credential);
  EXPECT_FALSE(second->is_valid_at(kNow + std::chrono::hours{1}));
  EXPECT_TRUE(first->is_valid_at(kNow + std::chrono::hours{1}));
}

TEST(IdentityCache, who_holds_an_identity_sees_that_its_key_was_revoked) {
  IdentityCache cache;
  const auto hash = core::hash_token("key");
  const auto held = cache.keep(hash, key("a"), {kNow, std::nullopt, {}}, cache.ticket());
  const auto other = cache.keep(core::hash_token("b"), key("b"), {kNow, std::nullopt, {}}, cache.ticket());
  cache.revoke(core::KeyId{"a"});
  EXPECT_FALSE(held->is_valid_at(kNow));
  EXPECT_EQ(cache.find(hash), nullptr);
  EXPECT_TRUE(other->is_valid_at(kNow));
  EXPECT_NE(cache.find(core::hash_token("b")), nullptr);
}

TEST(IdentityCache, what_was_read_before_a_revocation_is_not_kept_after_it) {
  IdentityCache cache;
  const auto ticket = cache.ticket();
  cache.revoke(core::KeyId{"a"});
  EXPECT_EQ(cache.keep(core::hash_token("key"), key("a"), {kNow, std::nullopt, {}}, ticket), nullptr);
  EXPECT_EQ(cache.find(core::hash_token("key")), nullptr);
  const auto later = cache.ticket();
  cache.forget(core::hash_token("key"));
  EXPECT_EQ(cache.keep(core::hash_token("key"), key("a"), {kNow, std::nullopt, {}}, later), nullptr);
}

}  // namespace
}  // namespace assay::access
