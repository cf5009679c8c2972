// What an answer of the statistics costs the store, on a folder that fill_history_bench filled:
//
//   stats_bench FOLDER [ROUNDS] [WHAT]
//
// CPU of the thread, so that other work on the machine does not count; medians and the slowest of a hundred.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/stats.hpp"

namespace {

using namespace assay;

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The days of a zone up to `last`, as the API asks for them.
void add_days(core::StatsQuery& query, const std::string& zone_name, base::Timestamp last, int count) {
  const auto zone = base::TimeZone::find(zone_name);
  if (!zone) return;
  const auto day = zone->day_of(last);
  for (int i = count; i >= -1; --i) query.periods.push_back(zone->start_of(day - std::chrono::days{i}));
}

struct Case {
  const char* name;
  core::StatsQuery query;
};

std::vector<Case> cases(base::Timestamp last) {
  const auto whole = [&](const char* zone) {
    core::StatsQuery query;
    query.scope = core::public_scope();
    add_days(query, zone, last, 400);
    return query;
  };
  auto one_language = whole("UTC");
  one_language.language = core::Language::go;
  core::StatsQuery month;
  month.scope = core::public_scope();
  const auto days = std::chrono::floor<std::chrono::days>(last);
  month.start = days - std::chrono::days{34} + std::chrono::minutes{310};
  month.end = days - std::chrono::days{4} + std::chrono::minutes{440};
  add_days(month, "UTC", *month.end, 30);
  auto minute = month;
  *minute.start += std::chrono::minutes{7};
  *minute.end -= std::chrono::minutes{7};
  auto hour_within = minute;
  hour_within.end = *minute.start + std::chrono::minutes{9};
  hour_within.periods.clear();
  return {{"all", whole("UTC")},
          {"one language", one_language},
          {"days of Berlin", whole("Europe/Berlin")},
          {"days of Kolkata", whole("Asia/Kolkata")},
          {"a month, to the hour quarter", month},
          {"a month, to the minute", minute},
          {"nine minutes", hour_within}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "stats_bench FOLDER [ROUNDS] [WHAT]\n"), 2;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 100;
  auto db = store::Connection::open(std::filesystem::path{argv[1]} / "assay.db", store::OpenMode::read_only);
  if (!db) return std::fprintf(stderr, "%s\n", db.error().message.c_str()), 1;
  (*db)->execute("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096");  // as database.cpp
  const auto last = (*db)->scalar("SELECT max(created_at) FROM submissions");
  if (!last) return 1;
  std::printf("| what | p50, ms | p99, ms |\n|---|---|---|\n");
  for (const auto& [name, query] : cases(base::Timestamp{base::Micros{*last}})) {
    if (argc > 3 && std::string_view{name} != argv[3]) continue;
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
      const auto before = cpu_ms();
      (*db)->run("BEGIN");
      if (!store::read_stats(**db, query)) return 1;
      (*db)->run("COMMIT");
      times.push_back(cpu_ms() - before);
    }
    std::ranges::sort(times);
    const auto at = [&](std::size_t percent) { return times[(times.size() - 1) * percent / 100]; };
    std::printf("| %s | %.2f | %.2f |\n", name, at(50), at(99));
  }
  return 0;
}
