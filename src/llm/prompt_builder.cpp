#include "llm/prompt_builder.hpp"

#include "llm/embedded_files.hpp"
#include "llm/prompt_text.hpp"

namespace assay::llm {
namespace {

constexpr std::size_t kMaxEvidence = 40;

std::string evidence(const PromptInput& input) {
  std::string out;
  std::size_t count = 0;
  int number = 0;
  for (const auto& issue : input.evidence) {
    ++number;
    if (!issue.lines || issue.lines->start < input.part.start || issue.lines->start > input.part.end)
      continue;
    if (count++ == kMaxEvidence) break;
    out.append("E")
        .append(std::to_string(number))
        .append(": line ")
        .append(std::to_string(issue.lines->start));
    out.append(", ")
        .append(core::to_string(issue.severity))
        .append(": ")
        .append(plain_line(issue.title, 160));
    if (!issue.rule_id.empty()) out.append(" (").append(plain_line(issue.rule_id, 80)).append(")");
    out += '\n';
  }
  if (out.empty()) return out;
  return "\nFindings of an analyzer:\n" + out;
}

// Which lines a diff changes, where the request is about one.
std::string focus(const PromptInput& input) {
  std::string out;
  for (const auto& range : input.changed) {
    if (range.end < input.part.start || range.start > input.part.end) continue;
    out += out.empty() ? "" : ", ";
    out += std::to_string(range.start);
    if (range.end != range.start) out += "-" + std::to_string(range.end);
  }
  if (out.empty()) return out;
  return "\nThis is a change. Changed lines: " + out +
         ". Report only defects that the changed lines hold or cause, and quote changed lines.";
}

}  // namespace

std::string_view prompt_version() { return embedded::kPromptVersion; }
std::string_view review_schema() { return embedded::kReviewSchema; }

std::string build_system_prompt(int max_issues) {
  std::string out;
  fill_prompt(out, embedded::kSystemPrompt,
              {{"rubric", embedded::kRubric}, {"max_issues", std::to_string(max_issues)}});
  return out;
}

std::string build_code_prompt(const PromptInput& input, base::Random& random) {
  const auto mark = delimiter(random);
  const auto code = numbered_lines(input.lines, input.part, input.max_line_bytes);
  const bool is_all = input.part.start == 1 && input.part.end == static_cast<int>(input.lines.size());
  const std::string_view part_note = is_all ? "" : " They are a part of the file.";
  const auto schema_note = input.describe_schema ? "Answer with one JSON object of this schema:\n" +
                                                       std::string(embedded::kReviewSchema)
                                                 : std::string("Answer with the JSON object.");
  const auto name = file_line(input.filename);
  const auto known = evidence(input);
  const auto context =
      input.context.empty()
          ? std::string{}
          : "\nFrom the rest of the file, to understand the code below (do not review it):\n-----CONTEXT " +
                mark + "-----\n" + std::string(input.context) + "-----END CONTEXT " + mark + "-----\n";
  std::string out;
  out.reserve(code.size() + known.size() + schema_note.size() + name.size() + context.size() + 512);
  fill_prompt(out, embedded::kCodePrompt,
              {{"language", core::to_string(input.language)},
               {"filename", name},
               {"first_line", std::to_string(input.part.start)},
               {"last_line", std::to_string(input.part.end)},
               {"total_lines", std::to_string(input.lines.size())},
               {"part_note", part_note},
               {"focus", focus(input)},
               {"evidence", known},
               {"context", context},
               {"open", "-----CODE " + mark + "-----"},
               {"code", code},
               {"close", "-----END " + mark + "-----"},
               {"schema_note", schema_note}});
  return out;
}

}  // namespace assay::llm
