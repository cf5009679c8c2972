#include "base/json_writer.hpp"
#include "http/history/history_query.hpp"
#include "http/history/summary_row.hpp"
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

/// How much of each review is answered.
enum class Fields : std::uint8_t { all, summary };

base::Result<Fields> read_fields(const Query& query) {
  const auto fields = query.text("fields").value_or("all");
  if (fields == "all") return Fields::all;
  if (fields == "summary") return Fields::summary;
  return base::fail(base::Errc::invalid_argument, "\"fields\" must be all or summary.", "fields");
}

base::Result<core::HistoryQuery> read_page(const Query& query, const Request& request) {
  auto history = read_history_query(query);
  if (!history) return history;
  const auto page = query.integer("page", 1, kMaxPage);
  if (!page) return base::fail(page.error());
  const auto page_size = query.integer("page_size", 1, kMaxPageSize);
  if (!page_size) return base::fail(page_size.error());
  history->scope = scope_of(request);
  history->page = static_cast<int>(page->value_or(1));
  history->page_size = static_cast<int>(page_size->value_or(kDefaultPageSize));
  history->cursor = query.text("cursor").value_or("");
  return history;
}

base::Task<Response> list(Api& api, core::HistoryQuery query, Fields fields) {
  const int page = query.page;
  const int page_size = query.page_size;
  const auto found = co_await api.reader.history(std::move(query));
  if (!found) co_return problem(found.error());
  Response response = json_response("{\"items\":[");
  auto& out = response.body;
  for (const auto& record : found->items) {
    if (out.back() == '}') out.push_back(',');
    if (fields == Fields::summary) {
      append_summary(out, record);
    } else {
      append_review(out, record);
    }
  }
  out.append("],\"total\":").append(std::to_string(found->total));
  out.append(found->total_capped ? ",\"total_capped\":true" : ",\"total_capped\":false");
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
  const auto query = Query::parse(request.query);
  if (!query) return problem(query.error());
  const auto fields = read_fields(*query);
  if (!fields) return problem(fields.error());
  auto page = read_page(*query, request);
  if (!page) return problem(page.error());
  return list(api, std::move(*page), *fields);
}

}  // namespace assay::http
