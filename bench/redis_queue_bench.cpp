// What the queue, the rate limiter and the bus cost Redis: a redis-server of its own without a file, one
// process over a unix socket, CPU time of the redis-server from /proc. The ledger is in memory.
//
//   redis_queue_bench [JOBS] [BATCH]

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "base/random.hpp"
#include "base/task_group.hpp"
#include "base/uuid.hpp"
#include "broker/redis/event_bus.hpp"
#include "broker/redis/job_queue.hpp"
#include "broker/redis/make_client.hpp"
#include "broker/redis/rate_limiter.hpp"
#include "redis_server.hpp"
#include "store/memory/memory_job_ledger.hpp"

namespace {

using namespace assay;
using base::Task;

/// Seconds of CPU that a process has used.
double cpu_of(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  std::istringstream fields{text.substr(text.rfind(')') + 2)};
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Bench {
  boost::asio::io_context context{1};
  tests::RedisServer server;
  std::unique_ptr<broker::redis::Client> client;
  base::SystemClock clock;
  base::SystemRandom random;

  Bench() {
    const auto url = broker::redis::RedisUrl::parse(server.unix_url());
    client = std::move(*broker::redis::make_client(*url, context.get_executor()));
  }

  void run(const char* name, int units, Task<void> task) {
    const auto start = std::chrono::steady_clock::now();
    const double cpu = cpu_of(server.pid());
    bool ended = false;
    boost::asio::co_spawn(context, std::move(task), [&](const std::exception_ptr& error) {
      if (error) std::abort();
      ended = true;
    });
    while (!ended) context.run_one();
    const double used = cpu_of(server.pid()) - cpu;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("| %-48s | %8.0f | %6.1f | %9.0f |\n", name, units / seconds, used / units * 1e6,
                units / used);
    std::fflush(stdout);
  }
};

template <class T>
void must(const base::Result<T>& result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::abort();
}

Task<void> enqueue(broker::redis::RedisJobQueue& queue, core::JobId job, core::Scope scope) {
  must(co_await queue.enqueue(std::move(job), std::move(scope)));
}

Task<void> complete(broker::redis::RedisJobQueue& queue, core::Claim claim) {
  must(co_await queue.complete(std::move(claim)));
}

Task<void> enqueue_all(Bench& bench, broker::redis::RedisJobQueue& queue, store::MemoryState& state) {
  base::TaskGroup group{bench.context.get_executor()};
  for (const auto& [job, known] : state.jobs) {
    group.spawn(enqueue(queue, job, known.scope));
    if (group.size() >= 256) co_await group.join();
  }
  co_await group.join();
}

/// Claims in batches, and completes what it has as workers do: each job by itself, side by side.
Task<void> work(Bench& bench, broker::redis::RedisJobQueue& queue, int batch, int* left) {
  base::TaskGroup group{bench.context.get_executor()};
  while (*left > 0) {
    core::ClaimRequest request;
    request.worker = "bench";
    request.max = batch;
    auto claims = co_await queue.claim(std::move(request));
    must(claims);
    *left -= static_cast<int>(claims->size());
    for (auto& claim : *claims) group.spawn(complete(queue, std::move(claim)));
    co_await group.join();
  }
}

Task<void> work_all(Bench& bench, broker::redis::RedisJobQueue& queue, int jobs, int batch) {
  int left = jobs;
  base::TaskGroup workers{bench.context.get_executor()};
  for (int i = 0; i < 4; ++i) workers.spawn(work(bench, queue, batch, &left));
  co_await workers.join();
}

Task<void> admit(broker::redis::RedisRateLimiter& limiter, int calls, int callers) {
  const std::vector<core::RatePolicy> policies{
      {"hour", core::RateKind::window, 10, std::chrono::hours{1}, 1},
      {"day", core::RateKind::window, 100, std::chrono::hours{24}, 1},
      {"minute", core::RateKind::rate, 60, std::chrono::minutes{1}, 10}};
  for (int i = 0; i < calls; ++i)
    must(co_await limiter.admit("caller" + std::to_string(i % callers), policies));
}

Task<void> admit_all(Bench& bench, broker::redis::RedisRateLimiter& limiter, int calls, int callers) {
  base::TaskGroup group{bench.context.get_executor()};
  for (int i = 0; i < 64; ++i) group.spawn(admit(limiter, calls / 64, callers));
  co_await group.join();
}

Task<void> publish_all(Bench& bench, int jobs, int events) {
  broker::redis::RedisEventBus bus{*bench.client, bench.random, bench.context.get_executor()};
  base::TaskGroup group{bench.context.get_executor()};
  group.spawn(bus.run());
  for (int i = 0; i < jobs; ++i) {
    const core::JobId job{base::make_uuid7(bench.clock.now(), bench.random)};
    bus.attach(job, core::public_scope(),
               core::SubmissionId{base::make_uuid7(bench.clock.now(), bench.random)});
    for (int event = 0; event < events - 1; ++event)
      bus.publish(job, core::Progressed{event, core::Stage::analysing});
    bus.publish(job, core::StatusChanged{core::Status::completed});
  }
  bus.stop();
  co_await group.join();
}

}  // namespace

int main(int argc, char** argv) {
  const int jobs = argc > 1 ? std::atoi(argv[1]) : 50'000;
  const int batch = argc > 2 ? std::atoi(argv[2]) : 16;
  Bench bench;
  store::MemoryState state{bench.clock};
  for (int i = 0; i < jobs; ++i) {
    auto& job = state.jobs[core::JobId{base::make_uuid7(bench.clock.now(), bench.random)}];
    job.scope = core::Scope{"scope" + std::to_string(i % 10)};
    job.created_at = bench.clock.now();
  }
  store::MemoryJobLedger ledger{state};
  broker::redis::RedisJobQueue queue{*bench.client, ledger, bench.clock, bench.random};
  broker::redis::RedisRateLimiter limiter{*bench.client};
  std::printf("| | per second | Redis CPU us | per Redis core and second |\n|---|---|---|---|\n");
  bench.run("enqueue", jobs, enqueue_all(bench, queue, state));
  bench.run(("claim " + std::to_string(batch) + " and complete each, per job").c_str(), jobs,
            work_all(bench, queue, jobs, batch));
  const int calls = 64 * 3'000;
  bench.run("limiter, three policies, mostly admitted", calls, admit_all(bench, limiter, calls, 30'000));
  bench.run("limiter, three policies, mostly refused", calls, admit_all(bench, limiter, calls, 300));
  bench.run("event of a job and of its scope", 20'000, publish_all(bench, 1'000, 20));
  return 0;
}
