#include "llm/place_issue.hpp"

#include <algorithm>

namespace assay::llm {
namespace {

std::size_t indent_of(std::string_view text) { return std::min(text.find_first_not_of(" \t"), text.size()); }

std::string_view trim_lines(std::string_view text) {
  while (!text.empty() &&
         (text.back() == '\n' || text.back() == '\r' || text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  while (true) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || text.find_first_not_of(" \t\r") < end) return text;
    text.remove_prefix(end + 1);
  }
}

// The first line without its indentation; where the model left it out, the others get that of the code.
std::string indented(std::string_view replacement, std::string_view code_indent) {
  const bool flush = indent_of(replacement) == 0;
  replacement.remove_prefix(indent_of(replacement));
  std::string out;
  while (true) {
    const auto end = replacement.find('\n');
    out += replacement.substr(0, end);
    if (end == std::string_view::npos) return out;
    out += '\n';
    replacement.remove_prefix(end + 1);
    if (flush && !replacement.empty() && replacement.front() != '\n') out += code_indent;
  }
}

std::optional<core::Suggestion> make_suggestion(std::string_view raw, const Placement& placement,
                                                const PlacingContext& context) {
  const auto replacement = trim_lines(raw);
  if (replacement.empty()) return std::nullopt;
  const auto code = context.index.code();
  const auto first = context.index.line(placement.lines.start);
  const auto last = context.index.line(placement.lines.end);
  const auto lines_begin = static_cast<std::size_t>(first.data() - code.data());
  const auto lines_end = static_cast<std::size_t>(last.data() - code.data()) + last.size();
  for (const auto& [begin, end] : context.redacted) {
    if (begin < lines_end && end > lines_begin) return std::nullopt;
  }
  // The quote can be a part of its lines; what stands around it stays.
  const auto before = code.substr(lines_begin, placement.begin - lines_begin);
  const auto after = code.substr(placement.end, lines_end - placement.end);
  core::Suggestion suggestion;
  suggestion.lines = placement.lines;
  suggestion.replacement =
      std::string(before) + indented(replacement, first.substr(0, indent_of(first))) + std::string(after);
  if (suggestion.replacement == code.substr(lines_begin, lines_end - lines_begin)) return std::nullopt;
  return suggestion;
}

std::string range_text(core::LineRange range) {
  return range.start == range.end ? "line " + std::to_string(range.start)
                                  : "lines " + std::to_string(range.start) + "-" + std::to_string(range.end);
}

}  // namespace

core::Issue place_issue(DraftIssue draft, const PlacingContext& context,
                        std::vector<std::string>& coercions) {
  const auto placement = context.index.place(draft.quote, draft.claimed);
  core::Issue issue;
  issue.title = std::move(draft.title);
  issue.detail = std::move(draft.detail);
  issue.severity = draft.severity;
  issue.category = draft.category;
  issue.confidence = draft.confidence;
  issue.cwe = std::move(draft.cwe);
  issue.path = context.filename;
  issue.sources.emplace_back(context.source);
  if (!placement.placed()) {
    coercions.push_back("\"" + issue.title + "\": its quote is not in the code, so it has no place");
    issue.quote = std::move(draft.quote);
    return issue;
  }
  issue.lines = placement.lines;
  issue.quote = context.index.code().substr(placement.begin, placement.end - placement.begin);
  const bool off = draft.claimed && (placement.lines.start < draft.claimed->start ||
                                     placement.lines.start > draft.claimed->end);
  if (off) {
    coercions.push_back("\"" + issue.title + "\": moved from " + range_text(*draft.claimed) + " to " +
                        range_text(placement.lines) + ", where its quote stands");
  }
  issue.suggestion = make_suggestion(draft.replacement, placement, context);
  return issue;
}

}  // namespace assay::llm
