#include "store/sqlite/connection.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace assay::store {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "assay-connection-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    file_ = folder_ / "x.db";
    std::ofstream{file_};
    db_ = Connection::open(file_, OpenMode::read_write).value();
    db_->execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b) STRICT");
  }
  void TearDown() override {
    db_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::filesystem::path folder_;
  std::filesystem::path file_;
  std::unique_ptr<Connection> db_;
};

TEST_F(ConnectionTest, keeps_the_first_error_and_does_nothing_after_it) {
  EXPECT_TRUE(db_->error()) << "STRICT tables need a type for every column";
  EXPECT_EQ(db_->error()->code, base::Errc::internal);
  const auto first = db_->error()->message;
  db_->run("DELETE FROM nowhere");
  EXPECT_EQ(db_->error()->message, first);
  db_->clear_error();
  db_->execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  EXPECT_FALSE(db_->error());
}

TEST_F(ConnectionTest, gives_back_what_was_bound) {
  db_->clear_error();
  db_->execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  const core::JobId id{"0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506"};
  const std::string nul("a\0b", 3);
  db_->run("INSERT INTO t(a, b) VALUES (1, ?1)", id);
  db_->run("INSERT INTO t(a, b) VALUES (2, ?1)", Blob{nul});
  db_->run("INSERT INTO t(a, b) VALUES (3, ?1)", std::optional<int>{});
  db_->run("INSERT INTO t(a, b) VALUES (4, ?1)", std::string_view{});
  auto rows = db_->query("SELECT b FROM t ORDER BY a");
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.bytes(0).size(), 16U);
  EXPECT_EQ(rows.id(0), id.str());
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.bytes(0), nul);
  ASSERT_TRUE(rows.step());
  EXPECT_TRUE(rows.is_null(0));
  ASSERT_TRUE(rows.step());
  EXPECT_FALSE(rows.is_null(0));
  EXPECT_EQ(rows.text(0), "");
  EXPECT_FALSE(rows.step());
  EXPECT_FALSE(db_->error());
}

TEST_F(ConnectionTest, tells_a_full_disk) {
  db_->clear_error();
  db_->execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b); PRAGMA max_page_count=3");
  db_->run("INSERT INTO t(b) VALUES (zeroblob(100000))");
  ASSERT_TRUE(db_->error());
  EXPECT_EQ(db_->error()->code, base::Errc::exhausted);
}

TEST_F(ConnectionTest, tells_a_file_that_is_no_database) {
  std::ofstream{folder_ / "bad.db"} << std::string(5000, 'x');
  auto bad = Connection::open(folder_ / "bad.db", OpenMode::read_write).value();
  bad->scalar("SELECT count(*) FROM sqlite_schema");
  ASSERT_TRUE(bad->error());
  EXPECT_EQ(bad->error()->code, base::Errc::corrupt);
}

TEST_F(ConnectionTest, a_missing_file_is_unavailable) {
  const auto none = Connection::open(folder_ / "none.db", OpenMode::read_write);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, base::Errc::unavailable);
}

}  // namespace
}  // namespace assay::store
