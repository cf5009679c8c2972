#include "store/issue_title.hpp"

namespace assay::store {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_closing(char c) { return c == '.' || c == '!' || c == ':' || c == ';' || c == ','; }

std::string normalised(std::string_view title) {
  std::string out;
  for (const char c : title) {
    if (is_space(c)) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
    } else {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
  while (!out.empty() && (out.back() == ' ' || is_closing(out.back()))) out.pop_back();
  return out;
}

}  // namespace

std::string title_key(const core::IssueSummary& issue) {
  if (!issue.rule_id.empty()) return "rule:" + issue.rule_id;
  return "title:" + normalised(issue.title);
}

}  // namespace assay::store
