#include "llm/wire/event_decoder.hpp"

#include "base/utf8.hpp"
#include "llm/lenient_json.hpp"
#include "llm/wire/byte_stand_ins.hpp"
#include "llm/wire/chunk_scanner.hpp"

namespace assay::llm {
namespace {

// Far more text than a review has; a model that repeats itself must not fill the memory.
constexpr std::size_t kMaxContentBytes = 2 << 20;
constexpr std::size_t kMaxWholeBytes = 16 << 20;

}  // namespace

EventDecoder::EventDecoder(ContentSink* sink)
    : sink_(sink), events_([this](std::string_view, std::string_view data) {
        if (!take_quickly(data)) parse(data);
      }) {}

void EventDecoder::feed(std::string_view bytes) {
  if (mode_ == Mode::unknown) {
    const auto first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (first == std::string_view::npos) return;
    bytes.remove_prefix(first);  // in one piece with the rest or not
    mode_ = bytes.front() == '{' || bytes.front() == '[' ? Mode::whole : Mode::events;
  }
  if (mode_ == Mode::events) return events_.feed(bytes);
  if (whole_.size() + bytes.size() > kMaxWholeBytes) {
    over_limit_ = true;
  } else {
    whole_ += bytes;
  }
}

void EventDecoder::finish() {
  if (mode_ == Mode::events) events_.finish();
  if (mode_ == Mode::whole) parse(whole_);
}

void EventDecoder::parse(std::string_view json) {
  auto document = base::JsonDocument::parse(json);
  std::string with_stand_ins;
  has_stand_ins_ = !document && !base::is_valid_utf8(json);
  if (has_stand_ins_) {
    // A character may be spread over two events: what the bytes mean is seen when all of them are there.
    with_stand_ins = put_stand_ins(json);
    json = with_stand_ins;
    document = base::JsonDocument::parse(json);
  }
  if (!document && json.starts_with('{')) {
    // Local servers write a speed that is no number, or the like.
    const auto lenient = read_lenient_json(json, 0);
    if (lenient) document = base::JsonDocument::parse(lenient->json);
    damaged_ = damaged_ || !document;
  }
  if (!document) return;
  const auto root = document->root();
  if (root.type() != base::JsonType::object) return;
  mode_ == Mode::whole ? take_whole(root) : take_event(root);
}

void EventDecoder::add_text(std::string_view text) {
  if (text.empty()) return;
  std::string bytes;
  if (has_stand_ins_) {
    bytes = take_stand_ins(text);
    text = bytes;
  }
  if (reply_.content.size() + text.size() > kMaxContentBytes) {
    over_limit_ = true;
    return;
  }
  reply_.content += text;
  if (sink_ != nullptr) sink_->on_content(text);
}

void EventDecoder::add_aside(std::string_view text) {
  if (aside_.size() + text.size() <= kMaxContentBytes) aside_ += text;
}

bool EventDecoder::add_escaped_text(std::string_view raw) {
  const auto before = reply_.content.size();
  if (before + raw.size() > kMaxContentBytes || !append_unescaped(reply_.content, raw)) {
    reply_.content.resize(before);
    return false;
  }
  if (sink_ != nullptr && reply_.content.size() > before)
    sink_->on_content(std::string_view(reply_.content).substr(before));
  return true;
}

void EventDecoder::set_error(ApiErrorText error) {
  recognised_ = true;
  if (!error_) error_ = std::move(error);
}

void EventDecoder::set_model(std::string_view name) {
  if (reply_.model.empty()) reply_.model = name;
}

ChatReply EventDecoder::take() {
  reply_.finish = finish_.value_or(FinishReason::stop);
  const bool blank = reply_.content.find_first_not_of(" \t\r\n") == std::string::npos;
  if (blank && reply_.finish == FinishReason::stop) reply_.content = std::move(aside_);
  return std::move(reply_);
}

}  // namespace assay::llm
