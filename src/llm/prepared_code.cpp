#include "llm/prepared_code.hpp"

#include "llm/invisible.hpp"
#include "llm/run_report.hpp"

namespace assay::llm {
namespace {

RedactedCode clean(std::string_view code, const Redactor& redactor, std::vector<std::string>& notes) {
  InvisibleReport invisible;
  auto visible = remove_invisible(code, invisible);
  notes = invisible_notes(invisible);
  return redactor.redact(std::move(visible));
}

}  // namespace

PreparedCode::PreparedCode(std::string_view code, const Redactor& redactor, std::vector<std::string>& notes)
    : redacted_(clean(code, redactor, notes)), index_(redacted_.code) {
  lines_.reserve(static_cast<std::size_t>(index_.line_count()));
  for (int number = 1; number <= index_.line_count(); ++number) lines_.push_back(index_.line(number));
}

bool PreparedCode::is_blank() const {
  return redacted_.code.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace assay::llm
