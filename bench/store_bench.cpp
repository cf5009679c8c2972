// What the embedded store and its queue can do by themselves: durable accepts, reads, jobs. One io_context
// thread drives them, as one thread of the server would. Prints a table.
//
//   store_bench [FOLDER] [SECONDS]      FOLDER must be on the kind of disk that is to be measured

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/sha256.hpp"
#include "base/uuid.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/job_queue.hpp"
#include "store/sqlite/review_store.hpp"

namespace {

using namespace assay;
using Clock = std::chrono::steady_clock;

constexpr int kInFlight = 64;

struct Bench {
  store::SqliteReviewStore& store;
  store::SqliteJobQueue& queue;
  double seconds;
  base::SystemClock clock{};
  base::SystemRandom random{};
  Clock::time_point deadline{};
  std::int64_t done = 0;
  std::int64_t failed = 0;
  std::vector<core::SubmissionId> ids{};
};

core::NewSubmission make_submission(Bench& bench, const std::string& work) {
  core::NewSubmission submission;
  submission.id = core::SubmissionId{base::make_uuid7(bench.clock.now(), bench.random)};
  submission.job = core::JobId{base::make_uuid7(bench.clock.now(), bench.random)};
  submission.scope = core::public_scope();
  submission.created_at = bench.clock.now();
  submission.client = "127.0.0.1";
  core::ReviewInput input;
  input.language = core::Language::python;
  input.filename = "main.py";
  input.code = std::string(1000, 'x') + work;
  submission.fingerprint = core::Fingerprint{base::sha256_hex(input.code)};
  submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
  return submission;
}

core::JobResult make_result(Bench& bench) {
  core::JobResult result;
  result.review_id = core::ReviewId{base::make_uuid7(bench.clock.now(), bench.random)};
  result.review_members = "\"score\":7,\"summary\":\"" + std::string(3000, 's') + "\"";
  result.score = 7;
  for (int i = 0; i < 5; ++i) {
    const auto rule = std::to_string(bench.random.next() % 60);
    result.issues.push_back(
        {"Title of rule " + rule, "rule" + rule, core::Severity::med, core::Category::security});
  }
  result.cacheable = true;
  result.finished_at = bench.clock.now();
  result.expires_at = bench.clock.now() + std::chrono::hours{24};
  return result;
}

base::Task<void> accept_new(Bench& bench) {
  while (Clock::now() < bench.deadline) {
    auto submission = make_submission(bench, std::to_string(bench.random.next()));
    bench.ids.push_back(submission.id);
    const auto accepted = co_await bench.store.accept(std::move(submission));
    ++(accepted ? bench.done : bench.failed);
  }
}

base::Task<void> accept_cached(Bench& bench) {
  while (Clock::now() < bench.deadline) {
    auto submission = make_submission(bench, "cached" + std::to_string(bench.random.next() % 100));
    const auto accepted = co_await bench.store.accept(std::move(submission));
    ++(accepted && accepted->how == core::Acceptance::from_cache ? bench.done : bench.failed);
  }
}

base::Task<void> find_any(Bench& bench) {
  while (Clock::now() < bench.deadline) {
    core::SubmissionId id = bench.ids[bench.random.next() % bench.ids.size()];
    const auto found = co_await bench.store.find(core::public_scope(), std::move(id));
    ++(found ? bench.done : bench.failed);
  }
}

base::Task<void> work(Bench& bench) {
  while (Clock::now() < bench.deadline) {
    core::ClaimRequest request;
    const auto claims = co_await bench.queue.claim(request);
    if (!claims || claims->empty()) co_return;
    for (const auto& claim : *claims) {
      const auto job = co_await bench.store.load_job(claim.job, claim.fence);
      auto result = make_result(bench);
      const auto finished = co_await bench.store.finish(claim.job, claim.fence, std::move(result));
      ++(job && finished ? bench.done : bench.failed);
    }
  }
}

base::Task<void> fill_cache(Bench& bench) {
  for (int i = 0; i < 100; ++i) {
    auto submission = make_submission(bench, "cached" + std::to_string(i));
    (void)co_await bench.store.accept(std::move(submission));
  }
  for (;;) {
    core::ClaimRequest request;
    request.max = 100;
    const auto claims = co_await bench.queue.claim(request);
    if (!claims || claims->empty()) co_return;
    for (const auto& claim : *claims) {
      auto result = make_result(bench);
      (void)co_await bench.store.finish(claim.job, claim.fence, std::move(result));
    }
  }
}

template <class Task>
void measure(Bench& bench, const char* what, int in_flight, Task task) {
  boost::asio::io_context io{1};
  bench.done = bench.failed = 0;
  const auto start = Clock::now();
  const auto cpu = std::clock();
  bench.deadline =
      start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(bench.seconds));
  for (int i = 0; i < in_flight; ++i)
    boost::asio::co_spawn(io, task(bench), [](const std::exception_ptr&) {});
  io.run();
  const double took = std::chrono::duration<double>(Clock::now() - start).count();
  const double cpu_micros = 1e6 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  const auto done = static_cast<double>(bench.done);
  std::printf("| %-34s | %9d | %9.0f | %12.1f | %11.1f | %6lld |\n", what, in_flight, done / took,
              1e6 * took * in_flight / done, cpu_micros / done, static_cast<long long>(bench.failed));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "store-bench-data";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 5;
  std::filesystem::remove_all(folder);
  base::SystemClock clock;
  store::DatabaseOptions options;
  options.folder = folder;
  auto database = store::Database::open(options, clock);
  if (!database) {
    std::fprintf(stderr, "%s\n", database.error().message.c_str());
    return 1;
  }
  store::SqliteReviewStore store{**database};
  store::SqliteJobQueue queue{**database};
  Bench bench{store, queue, seconds};
  std::printf(
      "| what                               | in flight |       1/s | latency (us) | CPU (us/op) | failed "
      "|\n");
  std::printf("|---|---|---|---|---|---|\n");
  {
    boost::asio::io_context io{1};
    boost::asio::co_spawn(io, fill_cache(bench), [](const std::exception_ptr&) {});
    io.run();
  }
  measure(bench, "accept, new, durable", kInFlight, accept_new);
  measure(bench, "accept, new, durable", 1, accept_new);
  measure(bench, "accept, from the cache, durable", kInFlight, accept_cached);
  measure(bench, "find, from the database", kInFlight, find_any);
  measure(bench, "find, from the database", 1, find_any);
  measure(bench, "claim + load + finish, durable", kInFlight, work);
  measure(bench, "claim + load + finish, durable", 1, work);
  database->reset();
  std::filesystem::remove_all(folder);
  return 0;
}
