#include "base/uuid.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace assay::base {
namespace {

TEST(Uuid7, has_the_form_of_rfc_9562) {
  SeededRandom random{1};
  const auto id = make_uuid7(Timestamp{std::chrono::milliseconds{0x0123456789ab}}, random);
  EXPECT_TRUE(std::regex_match(id, std::regex{"01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"}))
      << id;
}

TEST(Uuid7, sorts_by_time_and_does_not_repeat) {
  SystemRandom random;
  std::set<std::string> ids;
  std::string last;
  for (int i = 0; i < 1000; ++i) {
    auto id = make_uuid7(Timestamp{std::chrono::milliseconds{1'700'000'000'000 + i}}, random);
    EXPECT_LT(last, id);
    last = id;
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(Hex, writes_two_lower_case_digits_a_byte) {
  EXPECT_EQ(to_hex(std::string_view{"\x00\xff\x1a", 3}), "00ff1a");
}

}  // namespace
}  // namespace assay::base
