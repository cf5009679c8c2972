#include "review/text_under_review.hpp"

#include <algorithm>

#include "core/input_files.hpp"

namespace assay::review {

using core::LineRange;

std::string KnownLines::cut(std::string_view code) const {
  std::string out;
  int line = 1;
  for (const auto& range : known_) {
    for (; line < range.start && !code.empty(); ++line)
      code.remove_prefix(std::min(code.find('\n'), code.size() - 1) + 1);
    for (; line <= range.end && !code.empty(); ++line) {
      const auto size = std::min(code.find('\n'), code.size() - 1) + 1;
      out.append(code.substr(0, size));
      code.remove_prefix(size);
    }
  }
  return out;
}

int KnownLines::in_file(int seen) const {
  if (known_.empty()) return seen;
  int left = std::max(1, seen);
  for (const auto& range : known_) {
    const int size = range.end - range.start + 1;
    if (left <= size) return range.start + left - 1;
    left -= size;
  }
  return known_.back().end;
}

int KnownLines::as_seen(int line) const {
  if (known_.empty()) return line;
  int before = 0;
  for (const auto& range : known_) {
    if (line <= range.end) return before + std::max(0, line - range.start) + 1;
    before += range.end - range.start + 1;
  }
  return std::max(1, before);
}

bool KnownLines::together(LineRange lines) const {
  return known_.empty() || std::ranges::any_of(known_, [&](const LineRange& range) {
           return range.start <= lines.start && lines.end <= range.end;
         });
}

std::vector<LineRange> KnownLines::known_parts(LineRange lines) const {
  if (known_.empty()) return {lines};
  std::vector<LineRange> parts;
  for (const auto& range : known_) {
    const LineRange part{std::max(range.start, lines.start), std::min(range.end, lines.end)};
    if (part.start <= part.end) parts.push_back(part);
  }
  return parts;
}

std::vector<LineRange> KnownLines::unknown(int last) const {
  std::vector<LineRange> gaps;
  if (known_.empty()) return gaps;
  int next = 1;
  for (const auto& range : known_) {
    if (next < range.start) gaps.push_back({next, range.start - 1});
    next = range.end + 1;
  }
  if (next <= last) gaps.push_back({next, last});
  return gaps;
}

TextUnderReview::TextUnderReview(std::shared_ptr<const core::ReviewInput> whole, core::InputFile file)
    : changed_(std::move(file.changed)),
      known_(std::move(file.known)),
      last_line_(core::count_lines(file.code)) {
  auto input = std::make_shared<core::ReviewInput>();
  input->language = file.language;
  input->filename = std::move(file.path);
  input->code = known_.all() ? std::move(file.code) : known_.cut(file.code);
  input->options = whole->options;
  input_ = std::move(input);
  if (changed_) {
    for (auto& range : *changed_) range = known_.as_seen(range);
  }
}

core::Issue TextUnderReview::as_seen(core::Issue issue) const {
  if (known_.all()) return issue;
  if (issue.lines) issue.lines = known_.as_seen(*issue.lines);
  if (issue.suggestion) issue.suggestion->lines = known_.as_seen(issue.suggestion->lines);
  for (auto& step : issue.trace) step.line = known_.as_seen(step.line);
  return issue;
}

core::Issue TextUnderReview::in_file(core::Issue issue) const {
  if (known_.all()) return issue;
  if (issue.lines) issue.lines = known_.in_file(*issue.lines);
  if (issue.suggestion) {
    issue.suggestion->lines = known_.in_file(issue.suggestion->lines);
    // It would replace lines that nobody has seen.
    if (!known_.together(issue.suggestion->lines)) issue.suggestion.reset();
  }
  for (auto& step : issue.trace) step.line = known_.in_file(step.line);
  return issue;
}

core::ReviewerOutcome TextUnderReview::in_file(core::ReviewerOutcome outcome) const {
  for (auto& receipt : outcome.egress) {
    for (auto& redaction : receipt.redactions) {
      redaction.line = known_.in_file(redaction.line);
      redaction.path = path();
    }
  }
  if (outcome.metrics) {
    for (auto& function : outcome.metrics->functions) {
      function.lines = known_.in_file(function.lines);
      function.path = path();
    }
  }
  if (known_.all()) return outcome;
  for (auto& issue : outcome.issues) issue = in_file(std::move(issue));
  for (auto& filtered : outcome.filtered) filtered.issue = in_file(std::move(filtered.issue));
  std::vector<core::CoverageRange> ranges;
  std::string reviewer;
  for (const auto& range : outcome.coverage.ranges) {
    reviewer = range.reviewer;
    for (const auto& part : known_.known_parts(known_.in_file(range.lines))) {
      ranges.push_back(range);
      ranges.back().lines = part;
    }
  }
  for (const auto& gap : known_.unknown(last_line_)) {
    if (!reviewer.empty())
      ranges.push_back({reviewer, path(), gap, core::CoverageState::skipped, "not part of the diff"});
  }
  std::ranges::stable_sort(ranges, {}, [](const auto& range) { return range.lines.start; });
  outcome.coverage.ranges = std::move(ranges);
  return outcome;
}

std::vector<TextUnderReview> texts_under_review(const std::shared_ptr<const core::ReviewInput>& input) {
  std::vector<TextUnderReview> texts;
  if (input->files.empty()) texts.push_back(TextUnderReview{input});
  for (const auto& file : input->files) {
    if (!file.changed || !file.changed->empty()) texts.push_back(TextUnderReview{input, file});
  }
  return texts;
}

}  // namespace assay::review
