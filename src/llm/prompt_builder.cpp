#include "llm/prompt_builder.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <utility>

#include "base/utf8.hpp"
#include "llm/embedded_files.hpp"

namespace assay::llm {
namespace {

constexpr std::size_t kMaxFilenameBytes = 200;
constexpr std::size_t kMaxEvidence = 40;
constexpr std::string_view kClippedMark = " [line cut here]";

using Value = std::pair<std::string_view, std::string_view>;

// Puts values in the place of the {{name}} marks. Values are not looked at again.
void fill(std::string& out, std::string_view pattern, std::initializer_list<Value> values) {
  while (true) {
    const auto open = pattern.find("{{");
    const auto close = pattern.find("}}", open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    out += pattern.substr(0, open);
    const auto name = pattern.substr(open + 2, close - open - 2);
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const Value& value) { return value.first == name; });
    if (found != values.end()) out += found->second;
    pattern.remove_prefix(close + 2);
  }
  out += pattern;
}

// One line of plain characters: a file name must not be able to continue the prompt.
std::string plain_line(std::string_view text, std::size_t max_bytes) {
  std::string out;
  for (const char c : base::utf8_prefix(text, max_bytes))
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return out;
}

std::string delimiter(base::Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (auto bits = random.next(); out.size() < 16; bits >>= 4) out += kHex[bits & 15];
  return out;
}

void append_number(std::string& out, int number, std::size_t width) {
  char digits[16];
  const auto size =
      static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits);
  if (size < width) out.append(width - size, ' ');
  out.append(digits, size);
}

std::string numbered(const PromptInput& input) {
  const auto width = std::to_string(input.part.end).size();
  std::string out;
  std::size_t bytes = 0;
  for (int number = input.part.start; number <= input.part.end; ++number) {
    bytes += input.lines[static_cast<std::size_t>(number - 1)].size() + width + 3;
  }
  out.reserve(bytes);
  for (int number = input.part.start; number <= input.part.end; ++number) {
    const auto line = input.lines[static_cast<std::size_t>(number - 1)];
    append_number(out, number, width);
    out += "| ";
    if (input.max_line_bytes != 0 && line.size() > input.max_line_bytes) {
      out += base::utf8_prefix(line, input.max_line_bytes);
      out += kClippedMark;
    } else {
      out += line;
    }
    out += '\n';
  }
  return out;
}

std::string evidence(const PromptInput& input) {
  std::string out;
  std::size_t count = 0;
  int number = 0;
  for (const auto& issue : input.evidence) {
    ++number;
    if (!issue.lines || issue.lines->start < input.part.start || issue.lines->start > input.part.end)
      continue;
    if (count++ == kMaxEvidence) break;
    out += "E";
    append_number(out, number, 0);
    out += ": line ";
    append_number(out, issue.lines->start, 0);
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

}  // namespace

std::string_view prompt_version() { return embedded::kPromptVersion; }
std::string_view review_schema() { return embedded::kReviewSchema; }

std::string build_system_prompt(int max_issues) {
  std::string out;
  fill(out, embedded::kSystemPrompt,
       {{"rubric", embedded::kRubric}, {"max_issues", std::to_string(max_issues)}});
  return out;
}

std::string build_code_prompt(const PromptInput& input, base::Random& random) {
  const auto mark = delimiter(random);
  const auto code = numbered(input);
  const bool is_all = input.part.start == 1 && input.part.end == static_cast<int>(input.lines.size());
  const std::string_view part_note = is_all ? "" : " They are a part of the file.";
  const auto schema_note = input.describe_schema ? "Answer with one JSON object of this schema:\n" +
                                                       std::string(embedded::kReviewSchema)
                                                 : std::string("Answer with the JSON object.");
  const auto name =
      input.filename.empty() ? std::string("(not named)") : plain_line(input.filename, kMaxFilenameBytes);
  const auto known = evidence(input);
  const auto context =
      input.context.empty()
          ? std::string{}
          : "\nFrom the rest of the file, to understand the code below (do not review it):\n-----CONTEXT " +
                mark + "-----\n" + std::string(input.context) + "-----END CONTEXT " + mark + "-----\n";
  std::string out;
  out.reserve(code.size() + known.size() + schema_note.size() + name.size() + context.size() + 512);
  fill(out, embedded::kCodePrompt,
       {{"language", core::to_string(input.language)},
        {"filename", name},
        {"first_line", std::to_string(input.part.start)},
        {"last_line", std::to_string(input.part.end)},
        {"total_lines", std::to_string(input.lines.size())},
        {"part_note", part_note},
        {"evidence", known},
        {"context", context},
        {"open", "-----CODE " + mark + "-----"},
        {"code", code},
        {"close", "-----END " + mark + "-----"},
        {"schema_note", schema_note}});
  return out;
}

}  // namespace assay::llm
