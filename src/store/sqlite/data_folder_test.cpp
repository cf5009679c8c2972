#include "store/sqlite/data_folder.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

namespace assay::store {
namespace {

namespace fs = std::filesystem;

class DataFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "assay-folder-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }
  fs::path root_;
};

TEST_F(DataFolderTest, makes_a_private_folder) {
  const auto folder = DataFolder::open(root_ / "a" / "b");
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(fs::status(root_ / "a" / "b").permissions(), fs::perms::owner_all);
}

TEST_F(DataFolderTest, a_second_holder_is_told_who_holds_it) {
  const auto first = DataFolder::open(root_);
  ASSERT_TRUE(first);
  const auto second = DataFolder::open(root_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::Errc::conflict);
  EXPECT_NE(second.error().message.find("process " + std::to_string(getpid())), std::string::npos);
}

TEST_F(DataFolderTest, is_free_again_afterwards) {
  {
    ASSERT_TRUE(DataFolder::open(root_));
  }
  EXPECT_TRUE(DataFolder::open(root_));
}

TEST_F(DataFolderTest, a_file_in_its_place_is_an_error) {
  std::ofstream{root_ / "file"};
  const auto folder = DataFolder::open(root_ / "file");
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, base::Errc::unavailable);
}

TEST_F(DataFolderTest, files_are_private) {
  ASSERT_TRUE(create_private_file(root_ / "x.db"));
  EXPECT_EQ(fs::status(root_ / "x.db").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(create_private_file(root_ / "no" / "x.db"));
}

/// As the default "data" is.
TEST_F(DataFolderTest, is_made_below_the_current_folder) {
  const auto before = fs::current_path();
  fs::current_path(root_);
  EXPECT_TRUE(DataFolder::open("fresh"));
  fs::current_path(before);
  EXPECT_TRUE(fs::is_directory(root_ / "fresh"));
}

}  // namespace
}  // namespace assay::store
