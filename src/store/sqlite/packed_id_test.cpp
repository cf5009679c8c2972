#include "store/sqlite/packed_id.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

TEST(PackedId, halves_uuids_and_hashes) {
  const std::string uuid = "0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506";
  EXPECT_EQ(PackedId{uuid}.bytes().size(), 16U);
  EXPECT_EQ(unpack_id(PackedId{uuid}.bytes()), uuid);
  const std::string hash(64, 'e');
  EXPECT_EQ(PackedId{hash}.bytes().size(), 32U);
  EXPECT_EQ(unpack_id(PackedId{hash}.bytes()), hash);
}

TEST(PackedId, leaves_everything_else_as_text) {
  for (const std::string id :
       {"", "x", "65a1b2c3d4e5f60718293a4b", "0192F3A4-5B6C-7D8E-9FA0-B1C2D3E4F506",
        "0192f3a45b6c-7d8e-9fa0-b1c2d3e4f506-", "0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f50g"}) {
    EXPECT_TRUE(PackedId{id}.is_text()) << id;
    EXPECT_EQ(PackedId{id}.bytes(), id);
  }
}

TEST(PackedId, refuses_other_blobs) { EXPECT_EQ(unpack_id("abc"), ""); }

}  // namespace
}  // namespace assay::store
