// How fast the analyzer is, one thread, all built-in rules: analysis_bench FILE...
// Each file is analysed once to warm up and then `kRounds` times; prints bytes a second and the slowest file.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analysis/engine.hpp"
#include "analysis/ruleset/builtin_rules.hpp"

int main(int argc, char** argv) {
  using namespace assay;
  using Clock = std::chrono::steady_clock;
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
      const auto before = Clock::now();
      engine.analyse(source);
      const double ms = std::chrono::duration<double, std::milli>(Clock::now() - before).count();
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
