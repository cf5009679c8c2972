#include "llm/anchor.hpp"

#include <cstdlib>
#include <cstring>

#include <algorithm>
#include <array>
#include <limits>

#include "llm/quote_text.hpp"

namespace assay::llm {
namespace {

using core::LineRange;
using How = Placement::How;

// Shorter quotes say too little to be looked for away from the claimed lines.
constexpr std::size_t kMinMoved = 4;
// Shorter ones must not begin or end inside a word.
constexpr std::size_t kWholeWords = 10;
// Fewer bytes say nothing once white space is gone.
constexpr std::size_t kMinSqueezed = 4;
constexpr std::size_t kMaxHits = 4'096;
// All parts of a quote with an ellipsis together.
constexpr std::size_t kMinWithGaps = 8;
// Code between the parts of a quote with an ellipsis, in bytes without white space.
constexpr std::size_t kMaxGap = 4'000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         byte == '_' || byte >= 0x80;
}

// memmem is linear also for the texts that make a plain search quadratic.
std::size_t find(std::string_view text, std::string_view needle, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  const void* found = ::memmem(text.data() + from, text.size() - from, needle.data(), needle.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

bool cuts_word(std::string_view text, std::size_t begin, std::size_t end) {
  const bool front = begin > 0 && is_word(text[begin]) && is_word(text[begin - 1]);
  const bool back = end < text.size() && is_word(text[end - 1]) && is_word(text[end]);
  return front || back;
}

// What a squeezed text has as it is, folded or not: neither white space nor a byte that folding looks at.
constexpr auto kAsItIs = [] {
  std::array<bool, 256> bytes{};
  for (std::size_t byte = 0x21; byte < 0x7F; ++byte) bytes[byte] = byte != '"' && byte != '`';
  return bytes;
}();

std::string squeeze(std::string_view text, bool fold) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto piece = fold ? fold_at(text, at) : Folded{text.substr(at, 1), 1};
    if (!is_space(piece.text[0])) out += piece.text;
    at += piece.bytes;
  }
  return out;
}

// The parts of a squeezed and folded quote around its ellipses, without the comment marks that models put
// around them.
std::vector<std::string_view> parts_around_gaps(std::string_view needle) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto gap = needle.find("...");
    auto part = needle.substr(0, gap);
    for (const std::string_view mark : {"//", "#", "/*", "[", "("}) {
      if (gap != std::string_view::npos && part.ends_with(mark)) part.remove_suffix(mark.size());
    }
    if (!parts.empty() || needle.data() != part.data()) {
      for (const std::string_view mark : {"*/", "]"}) {
        if (part.starts_with(mark)) part.remove_prefix(mark.size());
      }
    }
    if (!part.empty()) parts.push_back(part);
    if (gap == std::string_view::npos) return parts;
    needle.remove_prefix(gap + 3);
  }
}

}  // namespace

std::string_view to_string(How how) {
  switch (how) {
    case How::claimed:
      return "claimed";
    case How::moved:
      return "moved";
    case How::whitespace:
      return "whitespace";
    case How::folded:
      return "folded";
    case How::unplaced:
      return "unplaced";
  }
  return "";
}

CodeIndex::CodeIndex(std::string_view code) : code_(code) {
  starts_.push_back(0);
  for (std::size_t at = code.find('\n'); at != std::string_view::npos; at = code.find('\n', at + 1)) {
    if (at + 1 < code.size()) starts_.push_back(at + 1);
  }
}

std::string_view CodeIndex::line(int number) const {
  const auto index = static_cast<std::size_t>(number - 1);
  const auto end = index + 1 < starts_.size() ? starts_[index + 1] : code_.size();
  auto text = code_.substr(starts_[index], end - starts_[index]);
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

int CodeIndex::line_of(std::size_t offset) const {
  return static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin());
}

const CodeIndex::Squeezed& CodeIndex::squeezed(bool fold) const {
  auto& slot = fold ? folded_ : squeezed_;
  if (slot) return *slot;
  Squeezed made;
  made.text.reserve(code_.size());
  made.at.reserve(code_.size());
  for (std::size_t at = 0; at < code_.size();) {
    const auto start = at;
    while (at < code_.size() && kAsItIs[static_cast<unsigned char>(code_[at])])
      made.at.push_back(static_cast<std::uint32_t>(at++));
    made.text += code_.substr(start, at - start);
    if (at == code_.size()) break;
    const auto piece = fold ? fold_at(code_, at) : Folded{code_.substr(at, 1), 1};
    if (!is_space(piece.text[0])) {
      made.text += piece.text;
      made.at.insert(made.at.end(), piece.text.size(), static_cast<std::uint32_t>(at));
    }
    at += piece.bytes;
  }
  return slot.emplace(std::move(made));
}

std::vector<CodeIndex::Hit> CodeIndex::find_verbatim(std::string_view quote, std::size_t from,
                                                     std::size_t to) const {
  std::vector<Hit> hits;
  for (auto at = find(code_, quote, from); at < to && hits.size() < kMaxHits;
       at = find(code_, quote, at + 1)) {
    if (quote.size() >= kWholeWords || !cuts_word(code_, at, at + quote.size())) {
      hits.push_back({at, at + quote.size(), line_of(at)});
    }
  }
  return hits;
}

std::vector<CodeIndex::Hit> CodeIndex::find_squeezed(const Squeezed& text, std::string_view needle) const {
  std::vector<Hit> hits;
  if (needle.size() < kMinSqueezed) return hits;
  for (auto at = find(text.text, needle, 0); at != std::string_view::npos && hits.size() < kMaxHits;
       at = find(text.text, needle, at + 1)) {
    const std::size_t begin = text.at[at];
    const std::size_t last = text.at[at + needle.size() - 1];
    const auto end = last + fold_at(code_, last).bytes;
    if (needle.size() >= kWholeWords || !cuts_word(code_, begin, end))
      hits.push_back({begin, end, line_of(begin)});
  }
  return hits;
}

// Whether the code from the one byte to the other is all that its lines hold, white space aside.
bool CodeIndex::is_whole_line(std::size_t begin, std::size_t end) const {
  while (begin > 0 && (code_[begin - 1] == ' ' || code_[begin - 1] == '\t')) --begin;
  while (end < code_.size() && (code_[end] == ' ' || code_[end] == '\t')) ++end;
  return (begin == 0 || code_[begin - 1] == '\n') && (end == code_.size() || code_[end] == '\n');
}

// Where `part` stands behind `from` in the squeezed text, not too far away. A short one (a closing brace)
// must be a line of its own; of several the one nearest to the line where the quote is said to end is meant.
std::size_t CodeIndex::find_behind_gap(const Squeezed& text, std::string_view part, std::size_t from,
                                       std::optional<int> end_line) const {
  const auto window = std::string_view(text.text).substr(0, from + kMaxGap + part.size());
  auto best = std::string_view::npos;
  int least = std::numeric_limits<int>::max();
  for (auto at = find(window, part, from); at != std::string_view::npos; at = find(window, part, at + 1)) {
    const std::size_t last = text.at[at + part.size() - 1];
    if (part.size() < kMinSqueezed && !is_whole_line(text.at[at], last + fold_at(code_, last).bytes))
      continue;
    const int away = end_line ? std::abs(line_of(last) - *end_line) : 0;
    if (away < least) {
      least = away;
      best = at;
    }
    if (!end_line) break;
  }
  return best;
}

std::vector<CodeIndex::Hit> CodeIndex::find_with_gaps(const Squeezed& text, std::string_view needle,
                                                      std::optional<core::LineRange> claimed) const {
  std::vector<Hit> hits;
  const auto parts = parts_around_gaps(needle);
  if (parts.empty() || (parts.size() == 1 && parts[0].size() == needle.size())) return hits;
  std::size_t all_bytes = 0;
  std::size_t longest = 0;
  for (const auto part : parts) {
    all_bytes += part.size();
    longest = std::max(longest, part.size());
  }
  if (longest < kMinSqueezed || all_bytes < kMinWithGaps) return hits;
  const auto end_line = claimed && claimed->end <= line_count() ? std::optional(claimed->end) : std::nullopt;
  for (auto at = find(text.text, parts[0], 0); at != std::string_view::npos && hits.size() < kMaxHits;
       at = find(text.text, parts[0], at + 1)) {
    auto end = at + parts[0].size();
    if (parts[0].size() < kMinSqueezed && !is_whole_line(text.at[at], text.at[end - 1] + 1)) continue;
    for (std::size_t i = 1; i < parts.size() && end != std::string_view::npos; ++i) {
      const bool is_last = i + 1 == parts.size();
      const auto next = find_behind_gap(text, parts[i], end, is_last ? end_line : std::nullopt);
      end = next == std::string_view::npos ? next : next + parts[i].size();
    }
    if (end == std::string_view::npos) continue;
    const std::size_t begin = text.at[at];
    const std::size_t last = text.at[end - 1];
    hits.push_back({begin, last + fold_at(code_, last).bytes, line_of(begin)});
  }
  return hits;
}

std::optional<CodeIndex::Hit> CodeIndex::nearest(const std::vector<Hit>& hits,
                                                 std::optional<LineRange> claimed) const {
  if (hits.empty()) return std::nullopt;
  if (!claimed) {
    const bool one_line = hits.front().line == hits.back().line;
    return one_line ? std::optional(hits.front()) : std::nullopt;
  }
  const auto distance = [&](const Hit& hit) {
    return std::max({claimed->start - hit.line, hit.line - claimed->end, 0});
  };
  const Hit* best = nullptr;
  int least = std::numeric_limits<int>::max();
  bool tie = false;
  for (const auto& hit : hits) {
    const int away = distance(hit);
    // Within the claim, and for several on one line, the first one is meant.
    if (away == least && away > 0 && hit.line != best->line) tie = true;
    if (away < least) {
      least = away;
      best = &hit;
      tie = false;
    }
  }
  return tie ? std::nullopt : std::optional(*best);
}

Placement CodeIndex::placement(const Hit& hit, How how) const {
  return {how, {hit.line, line_of(hit.end - 1)}, hit.begin, hit.end};
}

Placement CodeIndex::place_reading(std::string_view quote, std::optional<LineRange> claimed) const {
  if (quote.empty() || code_.empty()) return {};
  if (claimed && claimed->start <= line_count()) {
    const auto last = std::min(claimed->end, line_count());
    const auto to = last < line_count() ? starts_[static_cast<std::size_t>(last)] : code_.size();
    const auto hits = find_verbatim(quote, starts_[static_cast<std::size_t>(claimed->start - 1)], to);
    if (!hits.empty()) return placement(hits.front(), How::claimed);
  }
  if (quote.size() < kMinMoved) return {};
  // A place found by a stricter reading settles it, also when it is not the only one.
  const auto settled = [&](const std::vector<Hit>& hits, How how) {
    const auto hit = nearest(hits, claimed);
    auto placed = hit ? placement(*hit, how) : Placement{};
    placed.tie = !hit;
    return placed;
  };
  if (const auto hits = find_verbatim(quote, 0, code_.size()); !hits.empty())
    return settled(hits, How::moved);
  if (const auto hits = find_squeezed(squeezed(false), squeeze(quote, false)); !hits.empty())
    return settled(hits, How::whitespace);
  const auto folded = squeeze(quote, true);
  std::string_view needle = folded;
  auto hits = find_squeezed(squeezed(true), needle);
  // Backticks or quote marks around the whole quote are the model's own.
  if (hits.empty() && needle.size() > 2 && needle.front() == '\'' && needle.back() == '\'') {
    needle = needle.substr(1, needle.size() - 2);
    hits = find_squeezed(squeezed(true), needle);
  }
  if (hits.empty()) hits = find_with_gaps(squeezed(true), needle, claimed);
  return hits.empty() ? Placement{} : settled(hits, How::folded);
}

Placement CodeIndex::place(std::string_view quote, std::optional<LineRange> claimed) const {
  auto placed = place_reading(clean_quote(quote), claimed);
  if (placed.placed() || placed.tie) return placed;
  for (const auto& reading : other_readings(quote)) {
    placed = place_reading(reading, claimed);
    if (placed.placed() || placed.tie) break;
  }
  return placed;
}

}  // namespace assay::llm
