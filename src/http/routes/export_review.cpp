#include "core/review_json.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "report/formats.hpp"
#include "report/submission_report.hpp"
#include "review/reader.hpp"

namespace assay::http {
namespace {

constexpr std::string_view kUnnamed = "code";

std::string format_names() {
  std::string out;
  for (const auto& info : report::all_formats()) out.append(out.empty() ? "" : ", ").append(info.name);
  return out;
}

base::Result<report::FormatInfo> read_format(std::string_view query) {
  const auto parameters = Query::parse(query);
  if (!parameters) return base::fail(parameters.error());
  const auto name = parameters->text("format").value_or("");
  for (const auto& info : report::all_formats()) {
    if (info.name == name) return info;
  }
  return base::fail(base::Errc::invalid_argument, "\"format\" must be one of " + format_names(), "format");
}

base::Task<Response> write_report(Api& api, core::Scope scope, core::SubmissionId id,
                                  report::FormatInfo format) {
  const auto found = co_await api.reader.find(std::move(scope), std::move(id));
  if (!found) co_return problem(found.error());
  const auto& record = **found;
  if (!record.review_members)
    co_return problem(409, "conflict",
                      "There is no review yet: the submission is " +
                          std::string{to_string(record.submission.status)} + ".");
  auto review = core::decode_review_members(*record.review_members);
  if (!review) co_return problem(review.error());
  report::ReportOptions options;
  options.version = ASSAY_VERSION;
  const auto files = report::files_of(record.submission, std::move(*review), record.states, kUnnamed);
  Response response;
  response.content_type = format.media_type;
  response.body = report::report_all(format.format, options, files);
  response.add_header("Content-Disposition", "attachment; filename=\"assay-" + record.submission.id.str() +
                                                 "." + std::string{format.extension} + "\"");
  co_return response;
}

}  // namespace

Reply export_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  const auto format = read_format(request.query);
  if (!format) return problem(format.error());
  return write_report(api, scope_of(request), core::SubmissionId{std::string{request.id}}, *format);
}

}  // namespace assay::http
