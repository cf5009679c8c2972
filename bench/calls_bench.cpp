// Many calls to a model at once, without the server around them: reviews that all begin together, against a
// provider at ORIGIN (the fake one, which counts how many were open). Prints one line of JSON.
//   calls_bench ORIGIN CALLS ROUNDS
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "llm/llm_reviewer.hpp"

namespace {

using namespace assay;

struct Silent final : core::ReviewObserver {
  void issue_found(const core::Issue&) override {}
  void progressed(int, int) override {}
};

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double peak_megabytes() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

// As bench/wrk/post_new.lua has it.
std::shared_ptr<const core::ReviewInput> code(int number) {
  auto input = std::make_shared<core::ReviewInput>();
  input->language = core::Language::python;
  input->code = "def f(values):\n    key = \"" + std::to_string(number) + "\"\n    total = 0\n";
  for (int i = 0; i < 20; ++i) input->code += "    total = total + value * 2  # keep a running total\n";
  input->code += "    return total\n";
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: calls_bench ORIGIN CALLS ROUNDS\n");
    return 2;
  }
  const int calls = std::atoi(argv[2]);
  const int rounds = std::atoi(argv[3]);
  boost::asio::io_context io{1};
  base::SystemClock clock;
  base::SystemRandom random;
  llm::LlmConfig config;
  config.providers[0].base_url = std::string(argv[1]) + "/v1";
  config.providers[0].api_key = "bench";
  config.max_calls_at_once = calls;
  auto reviewer = llm::LlmReviewer::create(config, io.get_executor(), clock, random);
  if (!reviewer) {
    std::fprintf(stderr, "%s\n", reviewer.error().message.c_str());
    return 1;
  }
  Silent observer;
  int failed = 0;
  std::size_t issues = 0;
  const auto run = [&](int count) {
    for (int i = 0; i < count; ++i) {
      core::ReviewRequest request;
      request.input = code(i);
      request.observer = &observer;
      boost::asio::co_spawn(io, (*reviewer)->review(std::move(request)),
                            [&](const std::exception_ptr& error, const core::ReviewerOutcome& outcome) {
                              if (error || outcome.failure) ++failed;
                              issues += outcome.issues.size();
                            });
    }
    io.restart();
    io.run();
  };
  run(1);  // what is done once
  const auto start = std::chrono::steady_clock::now();
  const auto cpu = cpu_seconds();
  for (int round = 0; round < rounds; ++round) run(calls);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  std::printf(
      "{\"calls\":%d,\"failed\":%d,\"issues\":%zu,\"seconds\":%.3f,\"cpu_us\":%.1f,\"peak_mb\":%.1f}\n",
      calls * rounds, failed, issues, elapsed.count(), (cpu_seconds() - cpu) / (calls * rounds) * 1e6,
      peak_megabytes());
  return failed == 0 ? 0 : 1;
}
