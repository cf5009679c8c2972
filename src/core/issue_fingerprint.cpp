#include "core/issue_fingerprint.hpp"

#include <array>
#include <string>
#include <string_view>

#include "base/uuid.hpp"

namespace assay::core {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

/// For each byte of a title what it is in its words: lower-case letters and digits, anything else a space.
constexpr auto kWordByte = [] {
  std::array<char, 256> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool kept = i >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    bytes[i] = kept ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : ' ';
  }
  return bytes;
}();

std::string without_space(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (!is_space(c)) out.push_back(c);
  }
  return out;
}

/// Lower-case letters and digits, anything else one space: a title that differs only in punctuation is the
/// same.
std::string words_of(std::string_view title) {
  std::string out;
  out.reserve(title.size());
  for (const char c : title) {
    const char byte = kWordByte[static_cast<unsigned char>(c)];
    if (byte != ' ' || (!out.empty() && out.back() != ' ')) out.push_back(byte);
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

void FingerprintNumbers::assign(Issue& issue) {
  const auto key = issue.rule_id.empty() ? words_of(issue.title) : issue.rule_id;
  const auto quote = without_space(issue.quote);
  const auto digest = [&](std::uint64_t number) {
    hash_.update_field(issue.path);
    hash_.update_field(key);
    hash_.update_field(quote);
    hash_.update_field(number);
    return base::to_hex(hash_.finish());
  };
  auto first = digest(0);
  const auto number = seen_[first]++;
  issue.fingerprint = number == 0 ? std::move(first) : digest(number);
  constexpr std::size_t kIdDigits = 12;
  issue.id = issue.fingerprint.substr(0, kIdDigits);
}

void assign_fingerprints(std::vector<Issue>& issues) {
  FingerprintNumbers numbers;
  for (auto& issue : issues) numbers.assign(issue);
}

std::string quote_key(const Issue& issue) { return without_space(issue.quote); }

std::string finding_key(const Issue& issue) {
  return (issue.rule_id.empty() ? words_of(issue.title) : issue.rule_id) + '\n' + without_space(issue.quote);
}

}  // namespace assay::core
