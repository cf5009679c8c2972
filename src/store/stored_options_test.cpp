#include "store/stored_options.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

TEST(StoredOptions, come_back_as_they_were) {
  core::ReviewOptions options;
  EXPECT_EQ(encode_options(options), "");
  EXPECT_EQ(decode_options(""), options);
  options.reviewers = {"static", "ll\"m"};
  options.model = "gpt";
  options.samples = 3;
  EXPECT_EQ(decode_options(encode_options(options)), options);
  options.min_severity = core::Severity::med;
  EXPECT_EQ(decode_options(encode_options(options)), options);
}

TEST(StoredOptions, other_text_is_refused) {
  EXPECT_FALSE(decode_options("{"));
  EXPECT_FALSE(decode_options("{}"));
  EXPECT_FALSE(decode_options(R"({"reviewers":[1],"model":"","samples":1,"min_severity":null})"));
  EXPECT_FALSE(decode_options(R"({"reviewers":[],"model":"","samples":1,"min_severity":"worst"})"));
}

}  // namespace
}  // namespace assay::store
