#include "core/api_key.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

constexpr base::Timestamp kNow{std::chrono::days{20'000}};

ApiKey good_key() {
  ApiKey key;
  key.name = "ci";
  key.tenant = public_scope();
  key.permissions = {Permission::submit};
  key.created_at = kNow;
  return key;
}

std::string field_at_fault(const ApiKey& key) {
  const auto checked = check_new_key(key);
  return checked ? "" : checked.error().field;
}

TEST(Permissions, include_each_other_upwards) {
  const Permissions submit{Permission::submit};
  EXPECT_TRUE(submit.allows(Permission::read));
  EXPECT_FALSE(submit.names(Permission::read));
  EXPECT_FALSE(submit.allows(Permission::admin));
  const Permissions admin{Permission::admin};
  EXPECT_TRUE(admin.allows(Permission::read));
  EXPECT_TRUE(admin.allows(Permission::submit));
  EXPECT_FALSE(Permissions{Permission::read}.allows(Permission::submit));
  EXPECT_FALSE(Permissions{}.allows(Permission::read));
}

TEST(Permissions, are_stored_as_bits_and_named) {
  for (int bits = -1; bits < 10; ++bits) {
    const auto permissions = Permissions::of_bits(bits);
    EXPECT_EQ(permissions.has_value(), bits >= 1 && bits <= 7) << bits;
    if (permissions) {
      EXPECT_EQ(permissions->bits(), bits);
    }
  }
  for (const auto permission : Permissions::of_bits(7)->list())
    EXPECT_EQ(parse_permission(to_string(permission)), permission);
  EXPECT_FALSE(parse_permission("root"));
}

TEST(ApiKey, is_valid_until_it_expires_or_is_revoked) {
  auto key = good_key();
  EXPECT_TRUE(key.is_valid_at(kNow + std::chrono::years{50}));
  key.expires_at = kNow + std::chrono::hours{1};
  EXPECT_TRUE(key.is_valid_at(kNow));
  EXPECT_FALSE(key.is_valid_at(kNow + std::chrono::hours{1}));
  key.expires_at.reset();
  key.revoked_at = kNow;
  EXPECT_FALSE(key.is_valid_at(kNow));
}

TEST(ApiKey, an_operator_is_an_admin_of_the_public_tenant) {
  auto key = good_key();
  EXPECT_FALSE(is_operator(key));
  key.permissions = {Permission::admin};
  EXPECT_TRUE(is_operator(key));
  key.tenant = Scope{"team"};
  EXPECT_FALSE(is_operator(key));
}

TEST(ApiKey, says_what_is_wrong_with_a_new_one) {
  EXPECT_EQ(field_at_fault(good_key()), "");
  auto key = good_key();
  key.name = std::string(kMaxKeyName + 1, 'x');
  EXPECT_EQ(field_at_fault(key), "name");
  key.name = "\xff";
  EXPECT_EQ(field_at_fault(key), "name");
  for (const auto& tenant : std::vector<std::string>{"", "A", "-a", "a b", "ä", std::string(65, 'a')}) {
    key = good_key();
    key.tenant = Scope{tenant};
    EXPECT_EQ(field_at_fault(key), "tenant") << tenant;
  }
  key = good_key();
  key.permissions = {};
  EXPECT_EQ(field_at_fault(key), "scopes");
  key = good_key();
  key.expires_at = kNow;
  EXPECT_EQ(field_at_fault(key), "expires_at");
  key = good_key();
  key.reviews_per_day = 0;
  EXPECT_EQ(field_at_fault(key), "reviews_per_day");
  key.reviews_per_day = kMaxKeyLimit + 1;
  EXPECT_EQ(field_at_fault(key), "reviews_per_day");
}

}  // namespace
}  // namespace assay::core
