// The drawing of quotes; part of the tests alone.
#include "llm/testing/quote_damage.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/normalise.hpp"
#include "llm/quote_text.hpp"
#include "llm/testing/damages.hpp"

namespace assay::llm::testing_quotes {
namespace {

constexpr std::size_t kLeastTelling = 8;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

// Without blanks, quote marks and dashes made equal: what anchoring can go by at most.
std::string telling(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto piece = fold_at(text, at);
    if (std::isspace(static_cast<unsigned char>(piece.text[0])) == 0) out += piece.text;
    at += piece.bytes;
  }
  return out;
}

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

bool is_blank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

}  // namespace

QuoteMaker::QuoteMaker(const std::string& folder, std::uint64_t seed) : random_(seed) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    File file;
    file.name = path.filename();
    file.raw.assign(std::istreambuf_iterator<char>(in), {});
    file.code = core::normalise_code(file.raw);
    file.lines = split(file.code);
    files_.push_back(std::move(file));
  }
}

std::size_t QuoteMaker::at_most(std::size_t bound) {
  return static_cast<std::size_t>(random_.next() % bound);
}

// One to six whole lines, or a part of one between words.
bool QuoteMaker::draw(Quote& quote) {
  quote = {};
  quote.file = at_most(files_.size());
  const auto& lines = files_[quote.file].lines;
  const auto start = at_most(lines.size());
  const auto count = at_most(2) == 0 ? 1 : 1 + at_most(6);
  const auto end = std::min(start + count, lines.size()) - 1;
  if (is_blank(lines[start]) || is_blank(lines[end])) return false;
  for (auto i = start; i <= end; ++i) quote.text += (i == start ? "" : "\n") + lines[i];
  quote.lines = {static_cast<int>(start) + 1, static_cast<int>(end) + 1};
  if (start == end && at_most(4) == 0) {
    auto& text = quote.text;
    const auto first = text.find_first_of(" (.=", text.size() / 4);
    const auto last = text.find_last_of(" ).;,", text.size() - text.size() / 6);
    if (first == std::string::npos || last == std::string::npos || last <= first) return false;
    text = text.substr(first, last - first + 1);
  }
  quote.claimed = quote.lines;
  kept_ = quote.text;
  right_claim_ = true;
  return telling(quote.text).size() >= kLeastTelling;
}

bool QuoteMaker::damage(Quote& quote, std::size_t which) {
  Damaged damaged{quote.text, kept_, quote.claimed, static_cast<int>(files_[quote.file].lines.size())};
  const auto before = damaged.text;
  const auto claim = damaged.claimed;
  const auto& kind = damages()[which];
  if (!kind.apply(damaged, random_)) return false;
  if (damaged.text == before && damaged.claimed == claim) return false;
  quote.text = damaged.text;
  quote.claimed = damaged.claimed;
  kept_ = damaged.kept;
  right_claim_ = right_claim_ && damaged.claimed == claim;
  quote.damage = quote.damage.empty() ? std::string(kind.name) : "two at once";
  if (!kind.recoverable) {
    if (quote.damage == "two at once") quote.damage += ", changed";
    quote.expected = Expected::changed;
  }
  return true;
}

void QuoteMaker::judge(Quote& quote) const {
  if (quote.expected != Expected::right || right_claim_) return;
  const auto code = telling(files_[quote.file].code);
  // Of a quote with a gap each end must be decidable on its own.
  if (kept_.find('\x01') != std::string::npos) {
    const auto gap = kept_.find('\x01');
    for (const auto& part : {kept_.substr(0, gap), kept_.substr(gap + 1)}) {
      if (!part.empty() && count_of(code, telling(part)) != 1) quote.expected = Expected::undecidable;
    }
  } else if (count_of(code, telling(kept_)) != 1) {
    quote.expected = Expected::undecidable;
  }
}

// Names of the code in an order that it does not have, or a line of another file.
bool QuoteMaker::invent(Quote& quote) {
  if (!draw(quote)) return false;
  const auto here = telling(files_[quote.file].code);
  if (at_most(2) == 0) {
    const auto other = (quote.file + 1 + at_most(files_.size() - 1)) % files_.size();
    const auto& lines = files_[other].lines;
    quote.text = lines[at_most(lines.size())];
  } else {
    std::vector<std::string> names;
    std::string name;
    for (const char c : files_[quote.file].code + " ") {
      if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
        name += c;
      } else if (!name.empty()) {
        names.push_back(std::move(name));
        name.clear();
      }
    }
    const auto any = [&] { return names[at_most(names.size())]; };
    static constexpr const char* kForms[] = {"$.$($, $)", "if ($ == $) { $(); }", "$ = $[$] + $",
                                             "return $($.$)"};
    quote.text.clear();
    for (const char c : std::string_view(kForms[at_most(4)]))
      quote.text += c == '$' ? any() : std::string(1, c);
  }
  quote.damage = "invented";
  quote.expected = Expected::nowhere;
  // Only what the file really does not say, not even without its blanks.
  return telling(quote.text).size() >= kLeastTelling && count_of(here, telling(quote.text)) == 0;
}

Quote QuoteMaker::next() {
  Quote quote;
  while (true) {
    const auto kind = at_most(100);
    if (kind < 15) {
      if (invent(quote)) return quote;
      continue;
    }
    if (!draw(quote)) continue;
    if (kind < 30) {
      quote.damage = "none";
      return quote;
    }
    if (!damage(quote, at_most(damages().size()))) continue;
    const bool twice = kind < 45 && quote.expected == Expected::right;
    if (twice && !damage(quote, at_most(damages().size()))) continue;
    if (telling(kept_).size() < kLeastTelling) continue;
    judge(quote);
    return quote;
  }
}

}  // namespace assay::llm::testing_quotes
