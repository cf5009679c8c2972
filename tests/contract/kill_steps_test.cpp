#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>

#include "contract/sqlite_harness.hpp"

namespace assay::contract {
namespace {

// One script of every write, killed at each of its named steps in turn. Afterwards the database is whole, its
// sums agree with its rows, what was promised is there, and everything unfinished can be finished.

constexpr int kPromises = 6;

/// Runs the script; writes the number of each promise to the pipe once it was given.
void run_script(const std::filesystem::path& folder, int pipe, store::StepHook hook) {
  base::ManualClock clock;
  store::DatabaseOptions options;
  options.folder = folder;
  options.step_hook = std::move(hook);
  auto database = store::Database::open(options, clock);
  if (!database) ::_exit(2);
  store::SqliteReviewStore store{**database};
  store::SqliteJobQueue queue{**database};
  int promises = 0;
  const auto promise = [&](bool kept) {
    const char number = static_cast<char>('0' + promises++);
    if (!kept || ::write(pipe, &number, 1) != 1) ::_exit(3);
  };
  const auto helper = make_store("memory");  // only to make submissions and results with
  const auto first = helper->submission("a");
  const auto second = helper->submission("a");
  const auto third = helper->submission("b");
  promise(await(store.accept(first)).has_value());
  promise(await(store.accept(second)).has_value());
  promise(await(store.accept(third)).has_value());
  core::ClaimRequest request;
  request.max = 2;
  const auto claims = await(queue.claim(request));
  if (!claims || claims->size() != 2) ::_exit(4);
  promise(await(store.save(claims->at(0).job, "llm", "reply")).has_value());
  if (!await(queue.retry(claims->at(1), base::Micros{0}, core::AttemptCharge::charged))) ::_exit(5);
  const auto result = helper->result(5, {{"t", "r", core::Severity::low, core::Category::security}});
  promise(await(store.finish(claims->at(0).job, claims->at(0).fence, result)).has_value());
  if (!await(store.cancel(third.scope, third.id, clock.now()))) ::_exit(6);
  promise(await(store.erase(second.scope, second.id, clock.now())).has_value());
}

std::string integrity(const std::filesystem::path& file) {
  sqlite3* db = nullptr;
  std::string said;
  sqlite3_open(file.c_str(), &db);
  const auto collect = [](void* out, int columns, char** values, char**) {
    for (int i = 0; i < columns; ++i) *static_cast<std::string*>(out) += values[i];
    return 0;
  };
  sqlite3_exec(db, "PRAGMA integrity_check", collect, &said, nullptr);
  // The sums against the rows.
  sqlite3_exec(db,
               "SELECT (SELECT ifnull(sum(n),0) FROM rollup_counts WHERE level=0) - (SELECT count(*) FROM "
               "submissions)",
               collect, &said, nullptr);
  sqlite3_exec(db,
               "SELECT (SELECT ifnull(sum(refs),0) FROM inputs) - (SELECT count(*) FROM submissions), "
               "(SELECT ifnull(sum(refs),0) FROM reviews) - (SELECT count(*) FROM submissions WHERE review "
               "IS NOT NULL)",
               collect, &said, nullptr);
  sqlite3_exec(db,
               "SELECT (SELECT ifnull(sum(total),0) FROM rollup_reviews WHERE level=0) - "
               "(SELECT count(*) FROM submissions WHERE state=2)",
               collect, &said, nullptr);
  sqlite3_exec(db, "SELECT count(*) FROM submissions WHERE state=0 AND job NOT IN (SELECT id FROM jobs)",
               collect, &said, nullptr);
  sqlite3_close(db);
  return said;
}

void expect_whole(const std::filesystem::path& folder, const std::string& promises) {
  base::ManualClock clock;
  store::DatabaseOptions options;
  options.folder = folder;
  {
    auto database = store::Database::open(options, clock);
    ASSERT_TRUE(database) << database.error().message;
    store::SqliteReviewStore store{**database};
    store::SqliteJobQueue queue{**database};
    const auto helper = make_store("memory");
    const std::array submissions = {helper->submission("a"), helper->submission("a"),
                                    helper->submission("b")};
    for (std::size_t i = 0; i < submissions.size(); ++i) {
      const bool erased = i == 1 && promises.size() == kPromises;
      const bool maybe_erased = i == 1 && promises.size() == kPromises - 1;
      const auto found = await(store.find(submissions[i].scope, submissions[i].id));
      if (erased) {
        EXPECT_FALSE(found);
      }
      if (i < promises.size() && !erased && !maybe_erased) {
        EXPECT_TRUE(found) << "submission " << i;
      }
      // A repeated accept is answered as the first one, or is the first one.
      if (!found && !erased && !maybe_erased) {
        EXPECT_TRUE(await(store.accept(submissions[i])));
      }
    }
    if (promises.size() >= 5) {
      EXPECT_EQ(await(store.find(submissions[0].scope, submissions[0].id))->submission.status,
                core::Status::completed);
    }
    for (;;) {
      core::ClaimRequest request;
      const auto claims = await(queue.claim(request));
      ASSERT_TRUE(claims);
      if (claims->empty()) break;
      if (promises.size() == 4 && claims->at(0).job == submissions[0].job) {
        EXPECT_EQ(await(store.find(claims->at(0).job, "llm")).value(), "reply");
      }
      ASSERT_TRUE(await(store.finish(claims->at(0).job, claims->at(0).fence, helper->result())));
    }
    core::HistoryQuery query;
    query.scope = core::public_scope();
    const auto page = await(store.history(query)).value();
    for (const auto& item : page.items) {
      EXPECT_TRUE(core::is_terminal(item.submission.status));
    }
  }
  EXPECT_EQ(integrity(folder / "assay.db"), "ok00000");
}

TEST(KillSteps, the_database_is_whole_after_a_kill_at_any_step) {
  bool completed = false;
  int kills = 0;
  for (int deadly = 1; !completed; ++deadly) {
    SCOPED_TRACE("killed at step " + std::to_string(deadly));
    TempFolder folder;
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      ::close(pipe[0]);
      int step = 0;
      run_script(folder.path(), pipe[1], [&step, deadly](std::string_view) {
        if (++step == deadly) ::kill(::getpid(), SIGKILL);
      });
      ::_exit(0);
    }
    ::close(pipe[1]);
    std::string promises;
    std::array<char, 16> buffer{};
    for (ssize_t size = 0; (size = ::read(pipe[0], buffer.data(), buffer.size())) > 0;) {
      promises.append(buffer.data(), static_cast<std::size_t>(size));
    }
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    completed = WIFEXITED(status);
    if (completed) {
      ASSERT_EQ(WEXITSTATUS(status), 0);
      EXPECT_EQ(promises.size(), static_cast<std::size_t>(kPromises));
    } else {
      ++kills;
    }
    expect_whole(folder.path(), promises);
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(kills, 25);
}

}  // namespace
}  // namespace assay::contract
