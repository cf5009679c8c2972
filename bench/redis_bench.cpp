// What the Redis client costs, beside the peer it has to keep up with: hiredis with the same pipeline,
// blocking, which parses and writes and does nothing else. A redis-server of its own, over a unix socket and
// TCP, GET of 32 bytes. CPU time is that of the thread that holds the connections (of both threads where the
// calls come from another).
//
//   redis_bench [SECONDS] [IN_FLIGHT]

#include <hiredis/hiredis.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "broker/redis/make_client.hpp"
#include "redis_server.hpp"

namespace {

using namespace assay;
using Clock = std::chrono::steady_clock;
using broker::redis::Client;

double thread_cpu() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Row {
  std::uint64_t commands = 0;
  double seconds = 0;
  double cpu = 0;
};

void print(const char* name, const Row& row) {
  const auto count = static_cast<double>(row.commands);
  std::printf("| %-52s | %9.0f | %6.2f |\n", name, count / row.seconds, row.cpu / count * 1e6);
  std::fflush(stdout);
}

Row blocking(redisContext* context, double seconds, int in_flight) {
  Row row;
  const auto start = Clock::now();
  const auto cpu = thread_cpu();
  while (row.seconds < seconds) {
    for (int i = 0; i < in_flight; ++i) redisAppendCommand(context, "GET bench:key");
    for (int i = 0; i < in_flight; ++i) {
      void* reply = nullptr;
      if (redisGetReply(context, &reply) != REDIS_OK) std::abort();
      freeReplyObject(reply);
    }
    row.commands += static_cast<std::uint64_t>(in_flight);
    row.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }
  row.cpu = thread_cpu() - cpu;
  redisFree(context);
  return row;
}

using Ask = std::function<base::Task<base::Result<broker::redis::Reply>>()>;

base::Task<std::uint64_t> ask_until(Clock::time_point end, Ask ask) {
  std::uint64_t count = 0;
  while (Clock::now() < end) {
    const auto reply = co_await ask();
    if (!reply || reply->text.size() != 32) std::abort();
    ++count;
  }
  co_return count;
}

/// An io_context with a thread of its own.
struct Loop {
  ~Loop() {
    guard.reset();
    thread.join();
  }
  double cpu() {
    std::promise<double> answer;
    boost::asio::post(context, [&] { answer.set_value(thread_cpu()); });
    return answer.get_future().get();
  }
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<base::Executor> guard{context.get_executor()};
  std::thread thread{[this] { context.run(); }};
};

Row with_client(Loop& connections, Loop& callers, const Ask& ask, double seconds, int in_flight) {
  Row row;
  const bool same = &connections == &callers;
  const auto cpu = connections.cpu() + (same ? 0 : callers.cpu());
  const auto start = Clock::now();
  const auto end =
      start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::vector<std::future<std::uint64_t>> counts;
  for (int i = 0; i < in_flight; ++i) {
    auto done = std::make_shared<std::promise<std::uint64_t>>();
    counts.push_back(done->get_future());
    boost::asio::co_spawn(callers.context, ask_until(end, ask),
                          [done](const std::exception_ptr& error, std::uint64_t count) {
                            if (error) std::abort();
                            done->set_value(count);
                          });
  }
  for (auto& count : counts) row.commands += count.get();
  row.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  row.cpu = connections.cpu() + (same ? 0 : callers.cpu()) - cpu;
  return row;
}

std::unique_ptr<Client> make(const std::string& url, Loop& loop) {
  auto parsed = broker::redis::RedisUrl::parse(url);
  auto client = broker::redis::make_client(*parsed, loop.context.get_executor());
  return std::move(*client);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
  const int in_flight = argc > 2 ? std::atoi(argv[2]) : 64;
  const tests::RedisServer server;
  server.command({"SET", "bench:key", std::string(32, 'x')});
  static const broker::redis::Script script("return redis.call('GET', KEYS[1])");
  std::printf("| %d in flight | commands/s | CPU us |\n|---|---|---|\n", in_flight);
  print("hiredis, blocking, unix socket",
        blocking(redisConnectUnix(server.socket_path().c_str()), seconds, in_flight));
  print("hiredis, blocking, TCP", blocking(redisConnect("127.0.0.1", server.port()), seconds, in_flight));
  for (const auto& [name, url] :
       {std::pair{"unix socket", server.unix_url()}, std::pair{"TCP", server.url()}}) {
    Loop connections;
    Loop others;
    const auto client = make(url, connections);
    const Ask get = [&] { return client->run({"GET", "bench:key"}); };
    const Ask eval = [&] { return client->run(script, {"bench:key"}, {}); };
    const std::string on(name);
    print(("client, GET, " + on).c_str(), with_client(connections, connections, get, seconds, in_flight));
    print(("client, GET, called from another thread, " + on).c_str(),
          with_client(connections, others, get, seconds, in_flight));
    print(("client, script with one GET, " + on).c_str(),
          with_client(connections, connections, eval, seconds, in_flight));
  }
  return 0;
}
