#include "llm/issue_stream.hpp"

namespace assay::llm {
namespace {

// The list of issues stands at most this deep: three wrapping objects and the review's own.
constexpr int kMaxListDepth = 5;

bool is_list_name(std::string_view name) {
  return name == "issues" || name == "findings" || name == "problems" || name == "defects";
}

// Bytes up to the next one that means something in a string.
std::size_t plain_run(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && text[size] != '"' && text[size] != '\\') ++size;
  return size;
}

bool is_thought(std::string_view tag) {
  return tag == "<think" || tag == "<thinking" || tag == "<reasoning" || tag == "<thought";
}

}  // namespace

void IssueStream::feed(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    // Nearly everything is the inside of strings.
    if (phase_ == Phase::reading && in_string_ && !escaped_) {
      const auto plain = text.substr(at, plain_run(text.substr(at)));
      take_plain(plain);
      at += plain.size();
      if (at == text.size()) return;
    }
    const char c = text[at];
    switch (phase_) {
      case Phase::before:
        before(c);
        break;
      case Phase::fence_line:
        if (c == '\n') phase_ = Phase::before;
        break;
      case Phase::tag:
        tag(c);
        break;
      case Phase::thinking:
        thinking(c);
        break;
      case Phase::reading:
        take(c);
        break;
      case Phase::over:
        return;
    }
  }
}

void IssueStream::before(char c) {
  const bool in_mark = c == '\xef' || c == '\xbb' || c == '\xbf';
  if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || (blank_ && in_mark)) return;
  if (c == '{' || (c == '[' && blank_)) return start(c);
  if (c == '`' && blank_) {
    phase_ = Phase::fence_line;
  } else if (c == '<' && blank_) {
    phase_ = Phase::tag;
    tag_ = "<";
  } else {
    blank_ = false;
  }
}

void IssueStream::tag(char c) {
  if (c != '>') {
    tag_ += c;
    if (tag_.size() < kMaxTag) return;
  }
  const bool thought = c == '>' && is_thought(tag_);
  phase_ = thought ? Phase::thinking : Phase::before;
  blank_ = thought;
  tag_ = "</" + tag_.substr(1) + ">";
  tail_.clear();
}

void IssueStream::thinking(char c) {
  tail_ += c;
  if (tail_.size() > tag_.size()) tail_.erase(0, 1);
  if (tail_ == tag_) phase_ = Phase::before;
}

void IssueStream::start(char c) {
  phase_ = Phase::reading;
  blank_ = saw_list_ = false;
  depth_ = array_depth_ = 0;
  key_ = c == '[' ? "issues" : "";
  open(c);
}

void IssueStream::take(char c) {
  const bool collecting = array_depth_ != 0 && depth_ >= array_depth_;
  if (collecting && (depth_ > array_depth_ || c == '{')) object_ += c;
  if (in_string_) return take_in_string(c);
  switch (c) {
    case '"':
      in_string_ = true;
      if (depth_ < kMaxListDepth) key_.clear();
      break;
    case '{':
    case '[':
      open(c);
      break;
    case '}':
    case ']':
      close(c);
      break;
    default:
      break;
  }
}

void IssueStream::take_plain(std::string_view text) {
  if (array_depth_ != 0 && depth_ > array_depth_) object_ += text;
  if (depth_ < kMaxListDepth && key_.size() < kMaxKey) key_ += text.substr(0, kMaxKey - key_.size());
}

void IssueStream::take_in_string(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
  } else {
    in_string_ = c != '"';
  }
}

void IssueStream::open(char c) {
  if (depth_ == kMaxDepth) {
    phase_ = Phase::over;
    return;
  }
  closers_[static_cast<std::size_t>(depth_++)] = c == '{' ? '}' : ']';
  if (c == '[' && array_depth_ == 0 && depth_ <= kMaxListDepth && is_list_name(key_)) {
    array_depth_ = depth_;
    saw_list_ = true;
  }
}

void IssueStream::close(char c) {
  if (closers_[static_cast<std::size_t>(--depth_)] != c) {
    phase_ = Phase::over;
  } else if (array_depth_ != 0 && depth_ == array_depth_) {
    if (!object_.empty()) on_issue_(object_);
    object_.clear();
  } else if (depth_ < array_depth_) {
    array_depth_ = 0;
  }
  if (depth_ == 0 && phase_ == Phase::reading) phase_ = saw_list_ ? Phase::over : Phase::before;
}

}  // namespace assay::llm
