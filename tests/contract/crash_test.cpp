#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>
#include <string>

#include "base/random.hpp"
#include "base/uuid.hpp"
#include "contract/sqlite_harness.hpp"

namespace assay::contract {
namespace {

// A child process accepts and finishes as fast as it can and says what was promised to it; it is killed at a
// random moment. Whatever it said must be there afterwards.

void say(int pipe, char what, const core::SubmissionId& id) {
  const std::string line = what + id.str() + "\n";
  if (::write(pipe, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(3);
}

struct Child {
  store::SqliteReviewStore& store;
  store::SqliteJobQueue& queue;
  base::SystemClock clock;
  base::SystemRandom random;
  int pipe;
};

core::NewSubmission make_submission(Child& child) {
  core::NewSubmission submission;
  submission.id = core::SubmissionId{base::make_uuid7(child.clock.now(), child.random)};
  submission.job = core::JobId{base::make_uuid7(child.clock.now(), child.random)};
  submission.scope = core::public_scope();
  submission.fingerprint = core::Fingerprint{submission.id.str()};
  submission.created_at = child.clock.now();
  core::ReviewInput input;
  input.code = "x = 1\n";
  submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
  return submission;
}

base::Task<void> keep_accepting(Child& child) {
  for (;;) {
    auto submission = make_submission(child);
    const auto id = submission.id;
    const auto accepted = co_await child.store.accept(std::move(submission));
    if (!accepted) ::_exit(4);
    say(child.pipe, 'A', id);
  }
}

base::Task<void> keep_working(Child& child) {
  for (;;) {
    core::ClaimRequest request;
    request.max = 4;
    const auto claims = co_await child.queue.claim(request);
    if (!claims) ::_exit(5);
    if (claims->empty()) co_await child.queue.wait(base::Micros{1000});
    for (const auto& claim : *claims) {
      core::JobResult result;
      result.review_id = core::ReviewId{base::make_uuid7(child.clock.now(), child.random)};
      result.review_members = "\"score\":5";
      result.score = 5;
      result.finished_at = child.clock.now();
      const auto finished = co_await child.store.finish(claim.job, claim.fence, std::move(result));
      if (!finished) ::_exit(6);
      for (const auto& id : *finished) say(child.pipe, 'F', id);
    }
  }
}

[[noreturn]] void run_child(const std::filesystem::path& folder, int pipe) {
  base::SystemClock clock;
  store::DatabaseOptions options;
  options.folder = folder;
  auto database = store::Database::open(options, clock);
  if (!database) ::_exit(2);
  store::SqliteReviewStore store{**database};
  store::SqliteJobQueue queue{**database};
  Child child{store, queue, {}, {}, pipe};
  boost::asio::io_context io{1};
  for (int i = 0; i < 16; ++i)
    boost::asio::co_spawn(io, keep_accepting(child), [](const std::exception_ptr&) {});
  boost::asio::co_spawn(io, keep_working(child), [](const std::exception_ptr&) {});
  io.run();
  ::_exit(7);
}

TEST(CrashTest, nothing_promised_is_lost_to_kill_9) {
  TempFolder folder;
  base::SeededRandom random{42};
  std::set<std::string> accepted;
  std::set<std::string> finished;
  for (int round = 0; round < 8; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      ::close(pipe[0]);
      run_child(folder.path(), pipe[1]);
    }
    ::close(pipe[1]);
    // The moment is chosen by how much the child has said, from within its first commit to some hundreds of
    // them.
    const auto enough = static_cast<std::size_t>(random.next() % 40'000);
    std::string heard;
    std::array<char, 512> buffer{};
    while (heard.size() < enough) {
      const auto size = ::read(pipe[0], buffer.data(), buffer.size());
      ASSERT_GT(size, 0) << "the child ended by itself";
      heard.append(buffer.data(), static_cast<std::size_t>(size));
    }
    ::kill(pid, SIGKILL);
    for (ssize_t size = 0; (size = ::read(pipe[0], buffer.data(), buffer.size())) > 0;) {
      heard.append(buffer.data(), static_cast<std::size_t>(size));
    }
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit code " << WEXITSTATUS(status);
    for (std::size_t start = 0, end = 0; (end = heard.find('\n', start)) != std::string::npos;
         start = end + 1) {
      (heard[start] == 'A' ? accepted : finished).insert(heard.substr(start + 1, end - start - 1));
    }
    base::SystemClock clock;
    store::DatabaseOptions options;
    options.folder = folder.path();
    auto database = store::Database::open(options, clock);
    ASSERT_TRUE(database) << database.error().message;
    store::SqliteReviewStore store{**database};
    for (const auto& id : accepted) {
      const auto found = await(store.find(core::public_scope(), core::SubmissionId{id}));
      ASSERT_TRUE(found) << id << " was accepted and is lost";
    }
    for (const auto& id : finished) {
      const auto found = await(store.find(core::public_scope(), core::SubmissionId{id}));
      ASSERT_TRUE(found && found->submission.status == core::Status::completed) << id;
    }
  }
  EXPECT_GT(accepted.size(), 100U);
}

}  // namespace
}  // namespace assay::contract
