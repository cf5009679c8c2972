#include "llm/issue_stream.hpp"

namespace assay::llm {

void IssueStream::feed(std::string_view text) {
  for (const char c : text) {
    if (phase_ == Phase::over) return;
    if (phase_ == Phase::before && !starts_json(c)) continue;
    take(c);
  }
}

// True at the root's opening brace.
bool IssueStream::starts_json(char c) {
  if (c != '{') {
    lead_ += c;
    if (lead_.size() > 64) phase_ = Phase::over;
    return false;
  }
  std::string_view lead = lead_;
  if (lead.starts_with("\xef\xbb\xbf")) lead.remove_prefix(3);
  const auto first = lead.find_first_not_of(" \t\r\n");
  const bool fence =
      first != std::string_view::npos && lead.substr(first).starts_with("```") && lead.back() == '\n';
  phase_ = first == std::string_view::npos || fence ? Phase::reading : Phase::over;
  return phase_ == Phase::reading;
}

void IssueStream::take(char c) {
  const bool collecting = array_depth_ != 0 && depth_ >= array_depth_;
  if (collecting && (depth_ > array_depth_ || c == '{')) object_ += c;
  if (in_string_) return take_in_string(c);
  switch (c) {
    case '"':
      in_string_ = true;
      if (depth_ <= 2) key_.clear();
      break;
    case '{':
    case '[':
      open(c);
      break;
    case '}':
    case ']':
      close();
      break;
    default:
      break;
  }
}

void IssueStream::take_in_string(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
  } else if (c == '"') {
    in_string_ = false;
  } else if (depth_ <= 2 && key_.size() < 16) {
    key_ += c;
  }
}

void IssueStream::open(char c) {
  if (++depth_ > kMaxDepth) phase_ = Phase::over;
  if (c == '[' && array_depth_ == 0 && depth_ <= 3 && key_ == "issues") array_depth_ = depth_;
}

void IssueStream::close() {
  --depth_;
  if (array_depth_ != 0 && depth_ == array_depth_) {
    on_issue_(object_);
    object_.clear();
  } else if (depth_ < array_depth_) {
    array_depth_ = 0;
  }
  if (depth_ <= 0) phase_ = Phase::over;
}

}  // namespace assay::llm
