#include "llm/wire/sse_parser.hpp"

#include <algorithm>

namespace assay::llm {
namespace {

// Two searches for one character each are many times faster than one for either.
std::size_t line_end(std::string_view bytes) {
  const auto newline = bytes.find('\n');
  return std::min(newline, bytes.substr(0, newline).find('\r'));
}

}  // namespace

void SseParser::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    if (after_cr_) {
      after_cr_ = false;
      if (bytes.front() == '\n') {
        bytes.remove_prefix(1);
        continue;
      }
    }
    if (const auto size = take_plain_event(bytes)) {
      bytes.remove_prefix(size);
      continue;
    }
    const auto end = line_end(bytes);
    if (end == std::string_view::npos) {
      partial_ += bytes;
      return;
    }
    if (partial_.empty()) {
      take_line(bytes.substr(0, end));
    } else {
      partial_ += bytes.substr(0, end);
      take_line(partial_);
      partial_.clear();
    }
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
  }
}

// Most events are one line of data, all of it there: of those nothing is copied.
std::size_t SseParser::take_plain_event(std::string_view bytes) {
  constexpr std::string_view kData = "data: ";
  if (at_start_ || has_data_ || !partial_.empty() || !name_.empty() || !bytes.starts_with(kData)) return 0;
  const auto end = line_end(bytes);
  if (end >= bytes.size() - 1 || bytes.substr(end, 2) != "\n\n") return 0;
  on_event_("message", bytes.substr(kData.size(), end - kData.size()));
  return end + 2;
}

void SseParser::finish() {
  partial_.clear();
  dispatch();
}

void SseParser::take_line(std::string_view line) {
  if (at_start_) {
    at_start_ = false;
    if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  }
  if (line.empty()) return dispatch();
  const auto colon = line.find(':');
  const auto field = line.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (field == "data") {
    if (has_data_) data_ += '\n';
    data_ += value;
    has_data_ = true;
  } else if (field == "event") {
    name_ = value;
  }
}

void SseParser::dispatch() {
  if (has_data_) on_event_(name_.empty() ? std::string_view{"message"} : name_, data_);
  name_.clear();
  data_.clear();
  has_data_ = false;
}

}  // namespace assay::llm
