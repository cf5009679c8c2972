#include "llm/verify_prompt.hpp"

#include "llm/embedded_files.hpp"
#include "llm/prompt_text.hpp"

namespace assay::llm {
namespace {

constexpr std::size_t kMaxText = 1'000;

std::string listed(std::span<const core::Issue* const> findings) {
  std::string out;
  int number = 0;
  for (const auto* issue : findings) {
    out += "F" + std::to_string(++number) + ": ";
    if (issue->lines) {
      out += "lines " + std::to_string(issue->lines->start) + "-" + std::to_string(issue->lines->end) + ", ";
    }
    out.append(core::to_string(issue->severity))
        .append(": ")
        .append(plain_line(issue->title, 200))
        .append("\n");
    out.append("  quote: ").append(plain_line(issue->quote, kMaxText)).append("\n");
    out.append("  detail: ").append(plain_line(issue->detail, kMaxText)).append("\n");
  }
  return out;
}

}  // namespace

std::string_view verify_schema() { return embedded::kVerifySchema; }
std::string_view verify_system_prompt() { return embedded::kVerifySystemPrompt; }

std::string build_verify_prompt(const VerifyInput& input, base::Random& random) {
  const auto mark = delimiter(random);
  const auto code = numbered_lines(input.lines, input.part, input.max_line_bytes);
  const auto findings = listed(input.findings);
  const auto schema_note = input.describe_schema ? "Answer with one JSON object of this schema:\n" +
                                                       std::string(embedded::kVerifySchema)
                                                 : std::string("Answer with the JSON object.");
  std::string out;
  out.reserve(code.size() + findings.size() + schema_note.size() + 512);
  fill_prompt(out, embedded::kVerifyPrompt,
              {{"language", core::to_string(input.language)},
               {"filename", file_line(input.filename)},
               {"open", "-----CODE " + mark + "-----"},
               {"code", code},
               {"close", "-----END " + mark + "-----"},
               {"open_findings", "-----FINDINGS " + mark + "-----"},
               {"findings", findings},
               {"close_findings", "-----END FINDINGS " + mark + "-----"},
               {"schema_note", schema_note}});
  return out;
}

}  // namespace assay::llm
