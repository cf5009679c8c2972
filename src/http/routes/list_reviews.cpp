#include "base/json_writer.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/review_body.hpp"
#include "http/routes/routes.hpp"
#include "review/reader.hpp"

namespace assay::http {
namespace {

constexpr int kMaxPage = 1'000'000;
constexpr int kMaxPageSize = 100;
constexpr int kDefaultPageSize = 20;
constexpr int kMaxScore = 10;

/// Assigns a parameter, or keeps the first error.
template <class Field, class Value>
void take(Field& field, base::Result<std::optional<Value>> value, base::Error& error) {
  if (!value) {
    if (error.message.empty()) error = value.error();
  } else if (*value) {
    field = static_cast<Field>(**value);
  }
}
template <class Value, class Read>
void take(std::optional<Value>& field, base::Result<std::optional<Read>> value, base::Error& error) {
  if (!value) {
    if (error.message.empty()) error = value.error();
  } else if (*value) {
    field = static_cast<Value>(**value);
  }
}

base::Result<core::HistoryQuery> read_query(const Request& request) {
  const auto query = Query::parse(request.query);
  if (!query) return base::fail(query.error());
  core::HistoryQuery history;
  base::Error error;
  history.scope = scope_of(request);
  history.page_size = kDefaultPageSize;
  take(history.language, query->language("language"), error);
  take(history.status, query->status("status"), error);
  take(history.min_score, query->integer("min_score", 0, kMaxScore), error);
  take(history.max_score, query->integer("max_score", 0, kMaxScore), error);
  take(history.start, query->timestamp("start_date", Query::DateMeans::start_of_day), error);
  take(history.end, query->timestamp("end_date", Query::DateMeans::end_of_day), error);
  take(history.page, query->integer("page", 1, kMaxPage), error);
  take(history.page_size, query->integer("page_size", 1, kMaxPageSize), error);
  if (!error.message.empty()) return base::fail(std::move(error));
  history.cursor = query->text("cursor").value_or("");
  return history;
}

base::Task<Response> list(Api& api, core::HistoryQuery query) {
  const int page = query.page;
  const int page_size = query.page_size;
  const auto found = co_await api.reader.history(std::move(query));
  if (!found) co_return problem(found.error());
  Response response = json_response("{\"items\":[");
  auto& out = response.body;
  for (const auto& record : found->items) {
    if (out.back() == '}') out.push_back(',');
    append_review(out, record);
  }
  out.append("],\"total\":").append(std::to_string(found->total));
  out.append(",\"page\":").append(std::to_string(page));
  out.append(",\"page_size\":").append(std::to_string(page_size)).append(",\"next_cursor\":");
  if (found->next_cursor.empty()) {
    out.append("null}");
  } else {
    base::append_json_string(out, found->next_cursor);
    out.push_back('}');
  }
  co_return response;
}

}  // namespace

Reply list_reviews(Api& api, const Request& request) {
  auto query = read_query(request);
  if (!query) return problem(query.error());
  return list(api, std::move(*query));
}

}  // namespace assay::http
