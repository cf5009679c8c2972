#include "report/xml_text.hpp"

#include "base/utf8.hpp"

namespace assay::report {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// What stands for an ASCII character; empty: the character itself.
std::string_view escape_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return static_cast<unsigned char>(c) < 0x20 ? kReplacement : std::string_view{};
  }
}

/// U+FFFE and U+FFFF are well-formed UTF-8 but no characters of XML.
bool is_noncharacter(std::string_view sequence) {
  return sequence == "\xef\xbf\xbe" || sequence == "\xef\xbf\xbf";
}

}  // namespace

void append_xml(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto length = base::utf8_sequence_length(text);
    if (length == 0) {
      out.append(kReplacement);
      text.remove_prefix(1);
      continue;
    }
    const auto sequence = text.substr(0, length);
    const auto escape = length == 1 ? escape_of(text.front()) : std::string_view{};
    if (!escape.empty()) {
      out.append(escape);
    } else {
      out.append(is_noncharacter(sequence) ? kReplacement : sequence);
    }
    text.remove_prefix(length);
  }
}

void append_xml_attribute(std::string& out, std::string_view name, std::string_view text) {
  out.append(" ").append(name).append("=\"");
  append_xml(out, text);
  out += '"';
}

}  // namespace assay::report
