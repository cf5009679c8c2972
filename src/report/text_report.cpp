#include "report/text_report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

#include "report/display.hpp"
#include "report/excerpt.hpp"

namespace assay::report {
namespace {

constexpr std::string_view kBold = "1";
constexpr std::string_view kDim = "2";
constexpr std::string_view kRed = "1;31";
constexpr std::string_view kYellow = "1;33";
constexpr std::string_view kCyan = "1;36";
constexpr std::string_view kGreen = "32";
constexpr int kIndent = 2;
constexpr int kMaxColumns = 100;  // longer lines of prose are hard to read

std::string_view colour_of(core::Severity severity) {
  switch (severity) {
    case core::Severity::high:
      return kRed;
    case core::Severity::med:
      return kYellow;
    case core::Severity::low:
      return kCyan;
  }
  return kBold;
}

std::string one_decimal(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

std::string in_words(core::FilterReason reason) {
  switch (reason) {
    case core::FilterReason::suppressed:
      return "suppressed";
    case core::FilterReason::below_min_severity:
      return "below the severity asked for";
    case core::FilterReason::below_min_confidence:
      return "below the confidence asked for";
    case core::FilterReason::over_cap:
      return "too many";
    case core::FilterReason::outside_change:
      return "not on a changed line";
    case core::FilterReason::not_confirmed:
      return "not confirmed by a second look";
  }
  return "filtered";
}

/// Writes one file's part. Holds what all lines need: where they go, how wide they are, and whether in
/// colour.
class Writer {
 public:
  Writer(std::string& out, int columns, bool colours)
      : out_(out), columns_(columns), prose_(std::min(columns, kMaxColumns)), colours_(colours) {}

  void heading(const FileReview& file) {
    out_ += paint(printable(file.path), kBold);
    if (file.review && file.review->scores) {
      const auto& scores = *file.review->scores;
      out_ += "  score " + paint(std::to_string(scores.overall) + "/10", kBold);
      std::string lowered;
      for (std::size_t i = 0; i < core::kCategories.size(); ++i) {
        constexpr double kFull = 9.95;  // what is shown as 10.0 is not worth a word
        if (scores.by_category[i] >= kFull) continue;
        lowered += (lowered.empty() ? "" : ", ") + std::string{core::to_string(core::kCategories[i])} + " " +
                   one_decimal(scores.by_category[i]);
      }
      if (!lowered.empty()) out_ += paint("  (" + lowered + ")", kDim);
    }
    out_ += '\n';
  }

  void failure(const FileReview& file) {
    const bool failed = file.status == FileStatus::failed;
    auto reason = file.error;
    if (const auto* culprit = failed_reviewer(file)) reason = "the " + culprit->name + " reviewer: " + reason;
    prose(paint(failed ? "failed" : "skipped", failed ? kRed : kYellow) + ": ", failed ? 8 : 9, reason);
  }

  void issue(const FileReview& file, const std::vector<std::string_view>& code, const core::Issue& issue) {
    out_ += '\n';
    auto place = printable(file.path);
    place += issue.lines ? ":" + std::to_string(issue.lines->start) : std::string{};
    out_ += paint(place, kBold) + "  " +
            paint(std::string{core::to_string(issue.severity)}, colour_of(issue.severity)) + "  " +
            paint(printable(issue.title), kBold) + "  " + paint("[" + label(issue) + "]", kDim) + "\n";
    if (issue.lines) {
      excerpt(code, issue);
    } else {
      prose("", 0, "(its place in the code could not be found)");
    }
    if (!issue.detail.empty()) prose("", 0, issue.detail);
    for (const auto& step : issue.trace)
      prose(paint("via ", kDim), 4, "line " + std::to_string(step.line) + ": " + step.note);
    if (issue.suggestion) suggestion(code, *issue.suggestion);
  }

  void notes(const FileReview& file) {
    const auto& review = *file.review;
    for (const auto& reviewer : review.reviewers) {
      if (reviewer.state == core::ReviewerState::ok || &reviewer == failed_reviewer(file)) continue;
      note("the " + reviewer.name + " reviewer " +
           (reviewer.state == core::ReviewerState::failed ? "failed: " : "did not run: ") + reviewer.error);
    }
    for (const auto& range : review.coverage.ranges) {
      if (range.state == core::CoverageState::reviewed) continue;
      note("lines " + std::to_string(range.lines.start) + "-" + std::to_string(range.lines.end) + " " +
           (range.state == core::CoverageState::clipped ? "only partly reviewed by " : "not reviewed by ") +
           range.reviewer + (range.reason.empty() ? "" : ": " + range.reason));
    }
    for (const auto& filtered : review.filtered) {
      const auto& issue = filtered.issue;
      note("not shown (" + in_words(filtered.reason) + (filtered.note.empty() ? "" : ": " + filtered.note) +
           "): " + (issue.lines ? "line " + std::to_string(issue.lines->start) + ", " : "") + issue.title +
           " [" + label(issue) + "]");
    }
    for (const auto& text : review.coverage.notes) note(text);
    for (const auto& text : review.advice) prose(paint("advice: ", kDim), 8, text);
  }

  std::string paint(const std::string& text, std::string_view code) const {
    if (!colours_ || text.empty()) return text;
    return "\x1b[" + std::string{code} + "m" + text + "\x1b[0m";
  }

  /// `label` (which takes `label_columns`) and wrapped text, all indented; further lines stand below the
  /// text.
  void prose(const std::string& label, int label_columns, std::string_view text) {
    const int indent = kIndent + label_columns;
    bool first = true;
    for (const auto& line : wrap(printable(text, LineEnds::keep), std::max(20, prose_ - indent))) {
      out_.append(static_cast<std::size_t>(first ? kIndent : indent), ' ')
          .append(first ? label : "")
          .append(line);
      while (out_.ends_with(' ')) out_.pop_back();
      out_ += '\n';
      first = false;
    }
  }

 private:
  /// The one whose failure is the file's; its reason is told already.
  static const core::ReviewerReport* failed_reviewer(const FileReview& file) {
    if (!file.review || file.status != FileStatus::failed) return nullptr;
    for (const auto& reviewer : file.review->reviewers) {
      if (reviewer.state == core::ReviewerState::failed && reviewer.error == file.error) return &reviewer;
    }
    return nullptr;
  }

  void note(const std::string& text) { prose(paint("note: ", kDim), 6, text); }

  static std::string label(const core::Issue& issue) {
    auto out = issue.rule_id.empty() ? (issue.sources.empty() ? std::string{} : issue.sources.front())
                                     : issue.rule_id;
    if (!out.empty()) out += ", ";
    out += core::to_string(issue.category);
    for (const int cwe : issue.cwe) out += ", CWE-" + std::to_string(cwe);
    constexpr double kSure = 0.995;
    constexpr double kPercent = 100;
    if (issue.confidence < kSure)
      out += ", " + std::to_string(static_cast<int>(issue.confidence * kPercent + 0.5)) + "% sure";
    return printable(out);
  }

  void excerpt(const std::vector<std::string_view>& code, const core::Issue& issue) {
    const auto digits = std::to_string(issue.lines->end).size();
    constexpr int kBar = 3;
    const int gutter = kIndent + static_cast<int>(digits) + kBar;
    for (const auto& line : make_excerpt(code, *issue.lines, issue.quote, std::max(20, columns_ - gutter))) {
      const auto number = line.number == 0 ? std::string{} : std::to_string(line.number);
      code_line(std::string(digits - number.size(), ' ') + number, line.text);
      if (!line.underline.empty()) code_line(std::string(digits, ' '), paint(line.underline, kGreen));
    }
  }

  void code_line(const std::string& gutter, const std::string& text) {
    out_.append(kIndent, ' ').append(paint(gutter + " |", kDim));
    if (!text.empty()) out_ += " " + text;
    out_ += '\n';
  }

  void suggestion(const std::vector<std::string_view>& code, const core::Suggestion& suggestion) {
    out_.append(kIndent, ' ').append(paint("suggestion:", kDim)).append("\n");
    const int last = std::min(suggestion.lines.end, static_cast<int>(code.size()));
    for (int line = std::max(1, suggestion.lines.start); line <= last; ++line) {
      changed_line("-", kRed, code[static_cast<std::size_t>(line - 1)]);
    }
    if (suggestion.replacement.empty()) return;
    for (const auto line : split_lines(suggestion.replacement)) changed_line("+", kGreen, line);
  }

  void changed_line(std::string_view sign, std::string_view colour, std::string_view line) {
    auto text = std::string{sign} + " " + printable(line);
    while (text.ends_with(' ')) text.pop_back();
    out_.append(2 * kIndent, ' ').append(paint(text, colour)).append("\n");
  }

  std::string& out_;
  int columns_;
  int prose_;
  bool colours_;
};

bool has_notes(const core::Review& review) {
  const auto not_reviewed = [](const auto& range) { return range.state != core::CoverageState::reviewed; };
  const auto not_ok = [](const auto& reviewer) { return reviewer.state != core::ReviewerState::ok; };
  return !review.coverage.notes.empty() || !review.filtered.empty() || !review.advice.empty() ||
         std::ranges::any_of(review.coverage.ranges, not_reviewed) ||
         std::ranges::any_of(review.reviewers, not_ok);
}

std::string severities(const Totals& totals, const Writer& writer) {
  std::string out;
  for (const auto severity : {core::Severity::high, core::Severity::med, core::Severity::low}) {
    const auto count = totals.issues[static_cast<std::size_t>(severity)];
    if (count == 0) continue;
    out += out.empty() ? "" : ", ";
    out += writer.paint(std::to_string(count) + " " + std::string{core::to_string(severity)},
                        colour_of(severity));
  }
  return out;
}

}  // namespace

void TextReport::begin(std::string&) {}

void TextReport::add(std::string& out, const FileReview& file) {
  const bool silent = file.status != FileStatus::failed &&
                      (!file.review || (file.review->issues.empty() && !has_notes(*file.review)));
  if (silent) return;
  Writer writer{out, columns_, colours_};
  writer.heading(file);
  if (!file.error.empty()) writer.failure(file);
  if (file.review) {
    writer.notes(file);
    const auto code = split_lines(file.code ? std::string_view{*file.code} : std::string_view{});
    for (const auto& issue : file.review->issues) writer.issue(file, code, issue);
  }
  out += '\n';
}

void TextReport::finish(std::string& out, const Totals& totals) {
  const Writer writer{out, columns_, colours_};
  out += counted(totals.completed, "file", "files") + " reviewed";
  if (totals.in_part > 0)
    out += " (" + writer.paint(std::to_string(totals.in_part) + " not in full", kYellow) + ")";
  if (totals.failed > 0) out += ", " + writer.paint(std::to_string(totals.failed) + " failed", kRed);
  for (const auto& [reason, count] : totals.skipped_because)
    out += ", " + std::to_string(count) + " skipped (" + printable(reason) + ")";
  out += ": ";
  if (totals.all_issues() == 0) {
    out += writer.paint("no issues", kGreen);
  } else {
    out += counted(totals.all_issues(), "issue", "issues") + " (" + severities(totals, writer) + ")";
  }
  if (totals.scored == 1) {
    out += ", score " + std::to_string(totals.score_sum) + "/10";
  } else if (totals.scored > 1) {
    out += ", average score " +
           one_decimal(static_cast<double>(totals.score_sum) / static_cast<double>(totals.scored)) + "/10";
  }
  out += "\n";
  for (const auto& [to, bytes] : totals.sent) {
    out += "Sent " + counted(bytes, "byte", "bytes") + " to " + printable(to);
    if (totals.redactions > 0) out += ", " + counted(totals.redactions, "secret", "secrets") + " kept back";
    out += "\n";
  }
}

}  // namespace assay::report
