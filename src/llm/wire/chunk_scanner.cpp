#include "llm/wire/chunk_scanner.hpp"

#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"

namespace assay::llm {
namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<ContentChunk> chunk() {
    if (!object([this](std::string_view key) { return top_member(key); })) return std::nullopt;
    space();
    if (at_ != text_.size() || !found_ || !base::is_valid_utf8(content_.raw)) return std::nullopt;
    return content_;
  }

 private:
  void space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r'))
      ++at_;
  }
  bool take(char c) {
    space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool next_is(char c) {
    space();
    return at_ < text_.size() && text_[at_] == c;
  }
  bool word(std::string_view expected) {
    space();
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  bool string(std::string_view& raw, bool& escaped) {
    if (!take('"')) return false;
    const auto start = at_;
    auto end = text_.find('"', start);
    escaped = end != std::string_view::npos &&
              text_.substr(start, end - start).find('\\') != std::string_view::npos;
    if (escaped) {
      // The quote found may be an escaped one.
      for (end = start; end < text_.size() && text_[end] != '"';) end += text_[end] == '\\' ? 2 : 1;
      if (end >= text_.size()) return false;
    }
    if (end == std::string_view::npos) return false;
    raw = text_.substr(start, end - start);
    at_ = end + 1;
    return true;
  }

  template <class Member>
  bool object(Member member) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      std::string_view key;
      bool escaped = false;
      if (!string(key, escaped) || escaped || !take(':') || !member(key)) return false;
    } while (take(','));
    return take('}');
  }

  // null, a plain string or a whole number: what says nothing here.
  bool harmless() {
    space();
    if (at_ >= text_.size()) return false;
    if (text_[at_] == '"') {
      std::string_view raw;
      bool escaped = false;
      return string(raw, escaped) && !escaped;
    }
    if (word("null")) return true;
    const auto start = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ > start && (text_[start] != '0' || at_ == start + 1);
  }

  bool top_member(std::string_view key) {
    if (key == "choices") return choices();
    if (key == "error" || key == "usage") return word("null");
    return harmless();
  }

  bool choices() {
    if (seen_choices_ || !take('[')) return false;
    seen_choices_ = true;
    return object([this](std::string_view key) { return choice_member(key); }) && take(']');
  }

  bool choice_member(std::string_view key) {
    if (key == "delta")
      return !found_ && object([this](std::string_view name) { return delta_member(name); });
    if (key == "index") return word("0");
    return word("null");
  }

  bool delta_member(std::string_view key) {
    if (key == "role") return harmless();
    if (key != "content" || !next_is('"')) return word("null");
    if (found_) return false;
    found_ = true;
    return string(content_.raw, content_.escaped);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  ContentChunk content_;
  bool found_ = false;
  bool seen_choices_ = false;
};

// True when no quote in it ends the string, and it does not end in the middle of an escape.
bool is_inside_of_string(std::string_view raw, bool& escaped) {
  std::size_t at = 0;
  for (; at < raw.size(); ++at) {
    if (raw[at] == '"') return false;
    if (raw[at] != '\\') continue;
    escaped = true;
    ++at;
  }
  return at == raw.size();
}

}  // namespace

std::optional<ContentChunk> scan_content_chunk(std::string_view json) { return Scanner(json).chunk(); }

std::optional<ContentChunk> ChunkScanner::scan(std::string_view json) {
  if (!before_.empty() && json.size() >= before_.size() + after_.size() && json.starts_with(before_) &&
      json.ends_with(after_)) {
    ContentChunk chunk;
    chunk.raw = json.substr(before_.size(), json.size() - before_.size() - after_.size());
    if (is_inside_of_string(chunk.raw, chunk.escaped) && base::is_valid_utf8(chunk.raw)) return chunk;
  }
  auto chunk = scan_content_chunk(json);
  if (chunk) {
    const auto start = static_cast<std::size_t>(chunk->raw.data() - json.data());
    before_ = json.substr(0, start);
    after_ = json.substr(start + chunk->raw.size());
  }
  return chunk;
}

bool append_unescaped(std::string& out, std::string_view raw) {
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] != '\\') {
      const auto end = std::min(raw.find('\\', at), raw.size());
      out.append(raw, at, end - at);
      at = end - 1;
      continue;
    }
    if (++at == raw.size()) return false;
    static constexpr char kShort[] = "\"\\/bfnrt";
    static constexpr char kMeant[] = "\"\\/\b\f\n\r\t";
    const char* found = std::strchr(kShort, raw[at]);
    if (found == nullptr || *found == '\0') return false;
    out += kMeant[found - kShort];
  }
  return true;
}

}  // namespace assay::llm
