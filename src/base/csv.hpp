#pragma once
#include <string>
#include <string_view>

namespace assay::base {

/// Appends one field of a CSV record as RFC 4180 has it: quoted where it holds a comma, a quote or a line
/// end. Spreadsheets run what looks like a formula, so text that begins with = + - @ (full-width too), a tab
/// or a line end gets an apostrophe in front (OWASP, CSV Injection). Numbers are appended as they are,
/// without this.
void append_csv_text(std::string& out, std::string_view text);

}  // namespace assay::base
