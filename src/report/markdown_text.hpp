#pragma once
#include <string>
#include <string_view>

namespace assay::report {

/// Text of others as plain Markdown text on one line: no markup, HTML, link, image or mention comes to life.
/// Line ends become blanks; invisible and control characters become U+FFFD.
std::string markdown_text(std::string_view text);

/// The same for text of several paragraphs: its lines stay lines.
std::string markdown_lines(std::string_view text);

/// A fenced code block whose fence is longer than any run of backticks in `code`. Ends with a line end.
std::string markdown_code(std::string_view code, std::string_view language);

/// A code span on one line.
std::string markdown_span(std::string_view text);

}  // namespace assay::report
