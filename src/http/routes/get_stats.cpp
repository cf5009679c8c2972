#include <cmath>

#include "base/json_writer.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/routes/routes.hpp"
#include "review/reader.hpp"

namespace assay::http {
namespace {

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

base::Result<core::StatsQuery> read_query(const Request& request) {
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
  return stats;
}

void write_counts(base::JsonWriter& json, std::string_view key, std::string_view name_key,
                  const Counts& counts) {
  json.key(key).begin_array();
  for (const auto& [name, count] : counts)
    json.begin_object().field(name_key, name).field("count", count).end_object();
  json.end_array();
}

std::string write_stats(const core::Stats& stats) {
  std::string out;
  base::JsonWriter json{out};
  json.begin_object().field("total", stats.total).field("cached", stats.cached).key("avg_score");
  if (stats.avg_score) {
    json.value(std::round(*stats.avg_score * 100) / 100);
  } else {
    json.null();
  }
  json.key("common_issues").begin_array();
  for (const auto& issue : stats.common_issues) json.value(issue.first);
  json.end_array();
  write_counts(json, "common_issue_counts", "title", stats.common_issues);
  write_counts(json, "by_language", "name", stats.by_language);
  write_counts(json, "by_severity", "name", stats.by_severity);
  write_counts(json, "by_category", "name", stats.by_category);
  json.end_object();
  return out;
}

base::Task<Response> answer(Api& api, core::StatsQuery query) {
  const auto found = co_await api.reader.stats(std::move(query));
  if (!found) co_return problem(found.error());
  co_return json_response(write_stats(*found));
}

}  // namespace

Reply get_stats(Api& api, const Request& request) {
  auto query = read_query(request);
  if (!query) return problem(query.error());
  return answer(api, std::move(*query));
}

}  // namespace assay::http
