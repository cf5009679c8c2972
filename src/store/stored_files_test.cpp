#include "store/stored_files.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

std::vector<core::InputFile> two_files() {
  core::InputFile whole{"a/b.py", core::Language::python, std::string("x\0\xff\n", 4), std::nullopt, {}};
  core::InputFile part{
      "c.go", core::Language::go, "\n\ny\n", std::vector<core::LineRange>{{3, 3}}, {{3, 3}, {9, 12}}};
  core::InputFile untouched{"d", core::Language::text, "", std::vector<core::LineRange>{}, {}};
  return {whole, part, untouched};
}

TEST(StoredFiles, AreReadAsTheyWereWritten) {
  EXPECT_EQ(decode_files(encode_files(two_files())), two_files());
  EXPECT_EQ(decode_files(encode_files({})), std::vector<core::InputFile>{});
}

TEST(StoredFiles, DamageIsSeen) {
  const auto bytes = encode_files(two_files());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_files(std::string_view{bytes}.substr(0, size))) << size;
  EXPECT_FALSE(decode_files(bytes + "x"));
  EXPECT_FALSE(decode_files(std::string(1000, '\xff')));
}

}  // namespace
}  // namespace assay::store
