#include <algorithm>
#include <chrono>

#include "base/time_zone.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/routes/routes.hpp"
#include "http/stats_body.hpp"
#include "review/reader.hpp"

namespace assay::http {
namespace {

constexpr std::chrono::days kMostDays{400};

base::Error no_such_zone() {
  return {
      base::Errc::invalid_argument,
      "\"time_zone\" must be a name of the time zone database, as Europe/Berlin, or an offset, as +05:30.",
      "time_zone"};
}

/// The days of the zone within the query's range, its end excluded; the last 400 where there are more.
StatsDays days_of(const core::StatsQuery& query, std::string name, const base::TimeZone& zone) {
  StatsDays days;
  days.time_zone = std::move(name);
  const auto end = query.end.value_or(base::SystemClock{}.now());
  const auto last = zone.day_of(end - base::Micros{1});
  auto first = last - (kMostDays - std::chrono::days{1});
  if (query.start) first = std::max(first, zone.day_of(*query.start));
  for (auto day = first; day <= last; day += std::chrono::days{1}) {
    const auto start = zone.start_of(day);
    days.bounds.push_back(query.start ? std::max(start, *query.start) : start);
    days.days.push_back(day);
  }
  if (!days.bounds.empty()) {
    const auto after = zone.start_of(last + std::chrono::days{1});
    days.bounds.push_back(query.end ? std::min(after, *query.end) : after);
  }
  return days;
}

struct Asked {
  core::StatsQuery query;
  StatsDays days;
};

base::Result<Asked> read_query(const Request& request) {
  const auto query = Query::parse(request.query);
  if (!query) return base::fail(query.error());
  core::StatsQuery stats;
  stats.scope = scope_of(request);
  auto language = query->language("language");
  if (!language) return base::fail(language.error());
  stats.language = *language;
  // The second name of each is the one of the history's filters.
  for (const std::string_view name : {"start_date", "start"}) {
    const auto time = query->timestamp(name, Query::DateMeans::start_of_day);
    if (!time) return base::fail(time.error());
    if (*time) stats.start = *time;
  }
  for (const std::string_view name : {"end_date", "end"}) {
    const auto time = query->timestamp(name, Query::DateMeans::start_of_day);
    if (!time) return base::fail(time.error());
    if (*time) stats.end = *time;
  }
  std::string name{query->text("time_zone").value_or("UTC")};
  // The '+' of an offset that was not encoded has become a space.
  if (name.starts_with(' ')) name.front() = '+';
  const auto zone = base::TimeZone::find(name);
  if (!zone) return base::fail(no_such_zone());
  Asked asked{std::move(stats), {}};
  asked.days = days_of(asked.query, std::move(name), *zone);
  asked.query.periods = asked.days.bounds;
  return asked;
}

base::Task<Response> answer(Api& api, Asked asked) {
  const auto found = co_await api.reader.stats(std::move(asked.query));
  if (!found) co_return problem(found.error());
  co_return json_response(write_stats(*found, asked.days));
}

}  // namespace

Reply get_stats(Api& api, const Request& request) {
  auto asked = read_query(request);
  if (!asked) return problem(asked.error());
  return answer(api, std::move(*asked));
}

}  // namespace assay::http
