#include "llm/redact.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <string_view>

#include "llm/embedded_files.hpp"
#include "llm/secret_rules.hpp"

namespace assay::llm {
namespace {

// A value that is looked for everywhere must be telling.
constexpr std::size_t kLeastRepeated = 8;
constexpr std::size_t kMostRepeated = 100;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// Same length, lines kept.
void put_placeholder(std::string& code, std::size_t begin, std::size_t end) {
  static constexpr std::string_view kWord = "REDACTED_";
  for (std::size_t at = begin; at < end; ++at) {
    if (code[at] != '\n') code[at] = kWord[(at - begin) % kWord.size()];
  }
}

}  // namespace

struct Redactor::Found {
  std::size_t begin = 0;
  std::size_t end = 0;
  const std::string* kind = nullptr;
};

Redactor::Redactor(std::unique_ptr<SecretRules> rules) : rules_(std::move(rules)) {}
Redactor::~Redactor() = default;
std::string_view Redactor::version() { return embedded::kSecretRulesDigest; }

base::Result<std::unique_ptr<Redactor>> Redactor::create() {
  auto rules = SecretRules::parse(embedded::kSecretRules);
  if (!rules) return base::fail(std::move(rules.error()));
  return std::unique_ptr<Redactor>(new Redactor(std::move(*rules)));
}

void Redactor::find_by_rules(const std::string& code, std::vector<Found>& found) const {
  for (const SecretRule* rule : rules_->candidates(code)) {
    const auto& regex = rule->regex.get();
    const auto text = piece(code);
    re2::StringPiece groups[2];
    for (std::size_t at = 0;
         at < code.size() && regex.Match(text, at, code.size(), RE2::UNANCHORED, groups, 2);) {
      const std::string_view value(groups[1].data(), groups[1].size());
      const auto begin = static_cast<std::size_t>(groups[1].data() - code.data());
      at = std::max(begin + value.size(), at + 1);
      if (rules_->is_secret(value, *rule)) found.push_back({begin, begin + value.size(), &rule->id});
    }
  }
}

RedactedCode Redactor::redact(std::string code) const {
  std::vector<Found> found;
  find_by_rules(code, found);
  RedactedCode result;
  for (std::size_t i = 0, count = found.size(); i < count; ++i) {
    auto value = code.substr(found[i].begin, found[i].end - found[i].begin);
    if (std::find(result.secrets.begin(), result.secrets.end(), value) != result.secrets.end()) continue;
    if (value.size() >= kLeastRepeated && result.secrets.size() < kMostRepeated) {
      for (auto at = code.find(value); at != std::string::npos; at = code.find(value, at + value.size()))
        found.push_back({at, at + value.size(), found[i].kind});
    }
    result.secrets.push_back(std::move(value));
  }
  std::stable_sort(result.secrets.begin(), result.secrets.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  result.code = std::move(code);
  // Earlier rules are the more exact ones: of two that overlap the first one names the kind, both are
  // covered.
  std::stable_sort(found.begin(), found.end(),
                   [](const Found& a, const Found& b) { return a.begin < b.begin; });
  int line = 1;
  std::size_t counted = 0;
  for (const auto& [begin, end, kind] : found) {
    put_placeholder(result.code, begin, end);
    if (!result.spans.empty() && begin < result.spans.back().second) {
      result.spans.back().second = std::max(result.spans.back().second, end);
      continue;
    }
    line += static_cast<int>(std::count(result.code.begin() + static_cast<std::ptrdiff_t>(counted),
                                        result.code.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    counted = begin;
    core::Redaction redaction;
    redaction.kind = *kind;
    redaction.line = line;
    result.redactions.push_back(std::move(redaction));
    result.spans.emplace_back(begin, end);
  }
  return result;
}

std::vector<std::string> Redactor::find_secrets(std::string_view code) const {
  return redact(std::string(code)).secrets;
}

}  // namespace assay::llm
