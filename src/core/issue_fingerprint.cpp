#include "core/issue_fingerprint.hpp"

#include <cctype>
#include <string>

#include "base/sha256.hpp"
#include "base/uuid.hpp"

namespace assay::core {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

std::string without_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) out.push_back(c);
  }
  return out;
}

/// Lower-case letters and digits, anything else one space: a title that differs only in punctuation is the
/// same.
std::string words_of(std::string_view title) {
  std::string out;
  for (const char c : title) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80) {
      out.push_back(static_cast<char>(std::tolower(byte)));
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string digest(const Issue& issue, std::uint64_t number) {
  base::Sha256 hash;
  hash.update_field(issue.path);
  hash.update_field(issue.rule_id.empty() ? words_of(issue.title) : issue.rule_id);
  hash.update_field(without_space(issue.quote));
  hash.update_field(number);
  return base::to_hex(hash.finish());
}

}  // namespace

void FingerprintNumbers::assign(Issue& issue) {
  auto first = digest(issue, 0);
  const auto number = seen_[first]++;
  issue.fingerprint = number == 0 ? std::move(first) : digest(issue, number);
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
