#include "core/secret_token.hpp"

#include <gtest/gtest.h>

#include "base/constant_time.hpp"
#include "base/sha256.hpp"
#include "base/uuid.hpp"

namespace assay::core {
namespace {

TEST(SecretToken, a_key_has_256_random_bits_and_a_part_that_may_be_shown) {
  base::SeededRandom random{1};
  const auto token = make_key_token(random);
  EXPECT_EQ(token.size(), 6U + 64U);
  EXPECT_TRUE(token.starts_with("assay_"));
  EXPECT_EQ(token.find_first_not_of("0123456789abcdef", 6), std::string::npos);
  EXPECT_EQ(shown_prefix(token), token.substr(0, 14));
  EXPECT_NE(make_key_token(random), token);
  EXPECT_EQ(make_session_token(random).size(), 64U);
}

TEST(SecretToken, is_known_by_its_sha256) {
  EXPECT_EQ(base::to_hex(hash_token("abc").view()), base::sha256_hex("abc"));
  EXPECT_EQ(hash_token("abc"), token_hash_of_bytes(hash_token("abc").view()));
  EXPECT_FALSE(hash_token("abc") == hash_token("abd"));
  EXPECT_EQ(token_hash_of_bytes("short"), TokenHash{});
}

TEST(SecretToken, the_csrf_token_depends_on_the_session_alone) {
  EXPECT_EQ(csrf_token("a"), csrf_token("a"));
  EXPECT_NE(csrf_token("a"), csrf_token("b"));
  EXPECT_NE(csrf_token("a"), base::sha256_hex("a"));
}

TEST(ConstantTime, compares_bytes) {
  EXPECT_TRUE(base::equals_in_constant_time("", ""));
  EXPECT_TRUE(base::equals_in_constant_time("same", "same"));
  EXPECT_FALSE(base::equals_in_constant_time("same", "Same"));
  EXPECT_FALSE(base::equals_in_constant_time("same", "samE"));
  EXPECT_FALSE(base::equals_in_constant_time("same", "sam"));
  EXPECT_FALSE(base::equals_in_constant_time("", "x"));
}

}  // namespace
}  // namespace assay::core
