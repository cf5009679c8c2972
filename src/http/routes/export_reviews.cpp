#include "base/clock.hpp"
#include "http/history/export_stream.hpp"
#include "http/history/history_query.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

/// Of one page: what a connection holds in memory, and what one turn of an I/O thread writes.
constexpr int kRowsAtOnce = 50;

base::Result<ExportFormat> read_format(const Query& query) {
  const auto format = query.text("format");
  if (format == "csv") return ExportFormat::csv;
  if (format == "ndjson") return ExportFormat::ndjson;
  return base::fail(base::Errc::invalid_argument, "\"format\" must be csv or ndjson.", "format");
}

base::Task<Response> start(Api& api, core::HistoryQuery query, ExportFormat format, bool chunked) {
  // The first page before the head, so that a store that is down is a 503 and no broken file.
  auto first = co_await api.reader.history(query);
  if (!first) co_return problem(first.error());
  Response response;
  const bool csv = format == ExportFormat::csv;
  response.content_type = csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
  response.add_header("Content-Disposition", csv ? R"(attachment; filename="assay-reviews.csv")"
                                                 : R"(attachment; filename="assay-reviews.ndjson")");
  response.add_header("Cache-Control", "no-store");
  if (chunked) response.add_header("Transfer-Encoding", "chunked");
  response.stream =
      std::make_unique<ExportStream>(api.reader, std::move(query), std::move(*first), format, chunked);
  co_return response;
}

}  // namespace

Reply export_reviews(Api& api, const Request& request) {
  const auto query = Query::parse(request.query);
  if (!query) return problem(query.error());
  const auto format = read_format(*query);
  if (!format) return problem(format.error());
  auto history = read_history_query(*query);
  if (!history) return problem(history.error());
  history->scope = scope_of(request);
  history->page_size = kRowsAtOnce;
  history->count = false;
  // What comes while the export is on its way belongs to none of its pages, whatever the order.
  if (const auto now = base::SystemClock{}.now(); !history->end || *history->end > now) history->end = now;
  return start(api, std::move(*history), *format, request.http11);
}

}  // namespace assay::http
