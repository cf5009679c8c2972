#include "base/csv.hpp"

#include <algorithm>
#include <array>

namespace assay::base {

namespace {

bool begins_like_a_formula(std::string_view text) {
  constexpr std::string_view kStarts = "=+-@\t\r\n";
  if (!text.empty() && kStarts.find(text.front()) != std::string_view::npos) return true;
  // Their full-width forms, which spreadsheets in some languages take for the same.
  constexpr std::array<std::string_view, 4> kWide = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  return std::ranges::any_of(kWide, [&](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

void append_csv_text(std::string& out, std::string_view text) {
  const bool formula = begins_like_a_formula(text);
  if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(text);
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace assay::base
