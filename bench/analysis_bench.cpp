// How fast the analyzer is, one thread, all built-in rules: analysis_bench FILE...
// Each file is analysed once to warm up and then `kRounds` times; prints bytes a second and the slowest file.
// The time is that of the processor, so that what else the machine does counts for little.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analysis/engine.hpp"
#include "analysis/ruleset/builtin_rules.hpp"

namespace {

/// Milliseconds of processor time that this thread has used.
double used_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace assay;
  constexpr int kRounds = 3;
  const analysis::Engine engine(analysis::builtin_rules());
  std::vector<analysis::Source> sources;
  std::size_t bytes = 0;
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    sources.push_back({core::Language::automatic, argv[i], {std::istreambuf_iterator<char>(in), {}}});
    bytes += sources.back().code.size();
  }
  if (bytes == 0) {
    std::fprintf(stderr, "usage: analysis_bench FILE...\n");
    return 2;
  }
  std::size_t issues = 0;
  for (const auto& source : sources) issues += engine.analyse(source).issues.size();
  double total = 1e9;
  double slowest = 0;
  std::string slowest_name;
  for (int round = 0; round < kRounds; ++round) {
    double sum = 0;
    for (const auto& source : sources) {
      const double before = used_ms();
      engine.analyse(source);
      const double ms = used_ms() - before;
      sum += ms;
      if (round == 0 && ms > slowest) {
        slowest = ms;
        slowest_name = source.filename;
      }
    }
    total = std::min(total, sum);
  }
  std::printf("%zu files, %.2f MB, %zu issues: %.2f MB/s, %.2f ms a file, slowest %.1f ms (%s)\n",
              sources.size(), static_cast<double>(bytes) / 1e6, issues,
              static_cast<double>(bytes) / 1e3 / total, total / static_cast<double>(sources.size()), slowest,
              slowest_name.c_str());
  return 0;
}
