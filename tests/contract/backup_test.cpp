#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "contract/sqlite_harness.hpp"
#include "store/sqlite/backup.hpp"
#include "store/sqlite/database_check.hpp"

namespace assay::contract {
namespace {

using store::Replace;
namespace fs = std::filesystem;

class BackupTest : public testing::Test {
 protected:
  core::NewSubmission completed(SqliteHarness& h, const std::string& work) {
    const auto submission = h.submission(work);
    h.accept(submission);
    h.finish(h.claim().at(0), h.result(6, {{"title", "r", core::Severity::high, core::Category::security}}));
    return submission;
  }
  fs::path file() const { return folder_.path() / "backup.db"; }
  fs::path elsewhere() const { return folder_.path() / "restored"; }
  /// The store of a restored folder.
  static std::unique_ptr<store::Database> open(const fs::path& folder, const base::Clock& clock) {
    store::DatabaseOptions options;
    options.folder = folder;
    return store::Database::open(options, clock).value();
  }

  TempFolder folder_;
};

TEST_F(BackupTest, a_folder_is_looked_through_while_it_is_used) {
  EXPECT_EQ(store::check_folder(elsewhere()).error().code, base::Errc::not_found);
  SqliteHarness h;
  completed(h, "a");
  const auto facts = store::check_folder(h.folder());
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(facts->submissions, 1);
  EXPECT_TRUE(facts->read_through);
  h.accept("later");

  ASSERT_TRUE(store::back_up(h.folder(), file()));
  ASSERT_TRUE(store::restore(file(), elsewhere(), Replace::no));
  fs::resize_file(elsewhere() / "assay.db", fs::file_size(elsewhere() / "assay.db") / 2);
  const auto cut = store::check_folder(elsewhere());
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, base::Errc::corrupt);
}

TEST_F(BackupTest, of_a_folder_in_use_is_read_by_another_server) {
  SqliteHarness h;
  const auto done = completed(h, "a");
  const auto waiting = h.submission("b");
  h.accept(waiting);
  const auto facts = store::back_up(h.folder(), file());
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(facts->submissions, 2);
  EXPECT_EQ(static_cast<std::uintmax_t>(facts->bytes), fs::file_size(file()));
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  h.accept("later");  // the server goes on

  ASSERT_TRUE(store::restore(file(), elsewhere(), Replace::no));
  const auto database = open(elsewhere(), h.clock());
  store::SqliteReviewStore store{*database};
  EXPECT_EQ(await(store.find(done.scope, done.id))->review_members->substr(0, 9), "\"score\":6");
  EXPECT_EQ((*await(store.find_input(done.scope, done.id)))->code, done.input->code);
  EXPECT_EQ(await(store.find(waiting.scope, waiting.id))->submission.status, core::Status::pending);
  core::HistoryQuery query;
  query.scope = done.scope;
  EXPECT_EQ(await(store.history(query))->total, 2);
  store::SqliteJobQueue queue{*database};
  core::ClaimRequest request;
  EXPECT_EQ(await(queue.claim(request))->at(0).job, waiting.job) << "what was waiting is done there";
}

TEST_F(BackupTest, replaces_an_older_file_and_leaves_nothing_beside_it) {
  SqliteHarness h;
  std::ofstream{file()} << "an older backup";
  completed(h, "a");
  ASSERT_TRUE(store::back_up(h.folder(), file()));
  ASSERT_TRUE(store::restore(file(), elsewhere(), Replace::no));
  for (const auto& entry : fs::directory_iterator{folder_.path()}) {
    EXPECT_TRUE(entry.path() == file() || entry.path() == elsewhere()) << entry.path();
  }
}

TEST_F(BackupTest, of_nothing_is_refused) {
  const auto missing = store::back_up(folder_.path() / "none", file());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::Errc::not_found);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(BackupTest, restore_refuses_a_folder_in_use_and_says_by_whom) {
  SqliteHarness h;
  ASSERT_TRUE(store::back_up(h.folder(), file()));
  const auto refused = store::restore(file(), h.folder(), Replace::yes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Errc::conflict);
  EXPECT_NE(refused.error().message.find("is in use by process " + std::to_string(::getpid())),
            std::string::npos)
      << refused.error().message;
}

TEST_F(BackupTest, restore_takes_the_place_of_a_database_only_when_told_to) {
  SqliteHarness old;
  const auto gone = completed(old, "old");
  old.close();
  SqliteHarness h;
  h.submission("none");  // so that the ids are others
  const auto kept = completed(h, "new");
  ASSERT_TRUE(store::back_up(h.folder(), file()));
  const auto refused = store::restore(file(), old.folder(), Replace::no);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Errc::conflict);
  old.open();
  EXPECT_EQ(old.find(gone.id).submission.status, core::Status::completed) << "untouched";
  old.close();
  ASSERT_TRUE(store::restore(file(), old.folder(), Replace::yes));
  old.open();
  EXPECT_EQ(old.find(kept.id).submission.status, core::Status::completed);
  EXPECT_FALSE(await(old.store().find(gone.scope, gone.id)));
}

TEST_F(BackupTest, restore_checks_the_file_first) {
  SqliteHarness h;
  for (int i = 0; i < 50; ++i) completed(h, "work" + std::to_string(i));
  ASSERT_TRUE(store::back_up(h.folder(), file()));
  const auto size = fs::file_size(file());
  {
    std::fstream damage{file(), std::ios::in | std::ios::out | std::ios::binary};
    damage.seekp(static_cast<std::streamoff>(size / 2));
    damage << std::string(20'000, 'x');
  }
  const auto refused = store::restore(file(), elsewhere(), Replace::no);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Errc::corrupt) << refused.error().message;
  EXPECT_FALSE(fs::exists(elsewhere() / "assay.db"));
  std::ofstream{file()} << "no database at all";
  EXPECT_EQ(store::restore(file(), elsewhere(), Replace::no).error().code, base::Errc::corrupt);
  EXPECT_EQ(store::restore(folder_.path() / "none", elsewhere(), Replace::no).error().code,
            base::Errc::not_found);
}

}  // namespace
}  // namespace assay::contract
