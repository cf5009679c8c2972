#include "base/sha256.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

// Examples of FIPS 180-4 / NIST CSRC.
TEST(Sha256, matches_the_published_examples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, starts_anew_after_finish) {
  Sha256 hash;
  hash.update("something else");
  hash.finish();
  hash.update("ab");
  hash.update("c");
  Sha256 whole;
  whole.update("abc");
  EXPECT_EQ(hash.finish(), whole.finish());
}

TEST(Sha256, fields_do_not_run_into_each_other) {
  Sha256 a;
  a.update_field("ab");
  a.update_field("c");
  Sha256 b;
  b.update_field("a");
  b.update_field("bc");
  EXPECT_NE(a.finish(), b.finish());
}

}  // namespace
}  // namespace assay::base
