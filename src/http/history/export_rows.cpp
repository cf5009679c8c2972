#include <charconv>

#include "base/csv.hpp"
#include "base/json_reader.hpp"
#include "base/timestamp.hpp"
#include "http/history/export_stream.hpp"
#include "http/review_body.hpp"

namespace assay::http {
namespace {

constexpr std::string_view kHeader =
    "id,status,created_at,updated_at,language,filename,score,high,med,low,cached,attempts,queued_ms,run_ms,"
    "model,"
    "input_tokens,output_tokens,cost_usd,rerun_of,error\r\n";

/// One line of cells.
class Row {
 public:
  explicit Row(std::string& out) : out_(out) {}
  void text(std::string_view cell) {
    separate();
    base::append_csv_text(out_, cell);
  }
  /// Written by us: no quoting, and a number may be negative.
  void plain(std::string_view cell) {
    separate();
    out_.append(cell);
  }
  void number(const std::optional<base::JsonValue>& value) {
    const auto whole = value ? value->as_int() : std::nullopt;
    plain(whole ? std::to_string(*whole) : "");
  }
  void end() { out_.append("\r\n"); }

 private:
  void separate() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }
  std::string& out_;
  bool first_ = true;
};

std::optional<base::JsonValue> member(const std::optional<base::JsonValue>& object, std::string_view name) {
  return object ? object->find(name) : std::nullopt;
}

void append_findings(Row& row, const std::optional<base::JsonValue>& review) {
  row.number(member(review, "score"));
  const auto issues = member(review, "issues");
  for (const std::string_view severity : {"high", "med", "low"}) {
    if (!issues || issues->is_null()) {
      row.plain("");
      continue;
    }
    std::int64_t count = 0;
    for (const auto& issue : issues->items()) {
      const auto its_severity = issue.find("severity");
      count += its_severity && its_severity->as_string() == severity ? 1 : 0;
    }
    row.plain(std::to_string(count));
  }
}

void append_cost(Row& row, const std::optional<base::JsonValue>& usage) {
  const auto value = member(usage, "cost_usd");
  const auto cost = value ? value->as_double() : std::nullopt;
  if (!cost) return row.plain("");
  // In full and without an exponent, however little it is.
  char digits[400];  // the longest number has 326
  const auto end = std::to_chars(digits, digits + sizeof digits, *cost, std::chars_format::fixed);
  row.plain({digits, end.ec == std::errc{} ? static_cast<std::size_t>(end.ptr - digits) : 0});
}

void append_csv(std::string& out, const core::SubmissionRecord& record) {
  const auto& submission = record.submission;
  std::optional<base::JsonDocument> document;
  if (record.review_members) {
    if (auto parsed = base::JsonDocument::parse("{" + *record.review_members + "}"))
      document = std::move(*parsed);
  }
  const auto review = document ? std::optional{document->root()} : std::nullopt;
  Row row{out};
  row.text(submission.id.str());
  row.text(to_string(submission.status));
  row.text(base::format_timestamp(submission.created_at));
  row.text(base::format_timestamp(submission.updated_at));
  row.text(to_string(submission.language));
  row.text(submission.filename);
  append_findings(row, review);
  row.plain(submission.cached ? "true" : "false");
  row.plain(std::to_string(submission.attempts));
  row.number(member(member(review, "timings"), "queued_ms"));
  row.number(member(member(review, "timings"), "run_ms"));
  const auto model = member(review, "model");
  row.text(model ? model->as_string().value_or("") : "");
  row.number(member(member(review, "usage"), "input_tokens"));
  row.number(member(member(review, "usage"), "output_tokens"));
  append_cost(row, member(review, "usage"));
  row.text(submission.rerun_of ? std::string_view{submission.rerun_of->str()} : std::string_view{});
  row.text(submission.error);
  row.end();
}

}  // namespace

std::string export_rows(const core::HistoryPage& page, ExportFormat format, bool header) {
  std::string out;
  if (format == ExportFormat::csv && header) out.append(kHeader);
  for (const auto& record : page.items) {
    if (format == ExportFormat::csv) {
      append_csv(out, record);
    } else {
      append_review(out, record);
      out.push_back('\n');
    }
  }
  return out;
}

}  // namespace assay::http
