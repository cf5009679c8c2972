#include "llm/redact.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/json_reader.hpp"
#include "llm/embedded_files.hpp"

namespace assay::llm {
namespace {

struct Rule {
  std::string id;
  std::unique_ptr<RE2> regex;
  double least_entropy = 0;
  std::unique_ptr<RE2::Set> allowed;  // values that this rule takes for none; null: none of its own
};

// A value that is looked for everywhere must be telling.
constexpr std::size_t kLeastRepeated = 8;
constexpr std::size_t kMostRepeated = 100;

std::unique_ptr<RE2> compile(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(16 << 20);
  // The code has been made UTF-8 before; masks of other texts may meet anything.
  options.set_encoding(RE2::Options::EncodingLatin1);
  return std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
}

RE2::Options set_options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(RE2::Options::EncodingLatin1);
  return options;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// Patterns of values that are no secrets; an error names what does not compile.
base::Result<std::unique_ptr<RE2::Set>> allowed_values(const base::JsonValue& holder) {
  auto set = std::make_unique<RE2::Set>(set_options(), RE2::UNANCHORED);
  const auto list = holder.find("allow");
  for (const auto& item : list ? list->items() : std::vector<base::JsonValue>{}) {
    std::string error;
    if (set->Add(piece(item.as_string().value_or("")), &error) < 0)
      return base::fail(base::Errc::corrupt, "a pattern of allowed values does not compile: " + error);
  }
  set->Compile();
  return set;
}

base::Result<Rule> read_rule(const base::JsonValue& item) {
  Rule rule;
  const auto id = item.find("id");
  const auto regex = item.find("regex");
  if (!id || !regex) return base::fail(base::Errc::corrupt, "a secret rule lacks its id or regex");
  rule.id = id->as_string().value_or("");
  rule.regex = compile(regex->as_string().value_or(""));
  if (!rule.regex->ok() || rule.regex->NumberOfCapturingGroups() < 1) {
    return base::fail(base::Errc::corrupt,
                      "the secret rule \"" + rule.id + "\" does not compile to a pattern with a group");
  }
  if (item.find("allow")) {
    auto allowed = allowed_values(item);
    if (!allowed) return base::fail(std::move(allowed.error()));
    rule.allowed = std::move(*allowed);
  }
  if (const auto least = item.find("entropy")) rule.least_entropy = least->as_double().value_or(0);
  return rule;
}

// Same length, lines kept.
void put_placeholder(std::string& code, std::size_t begin, std::size_t end) {
  static constexpr std::string_view kWord = "REDACTED_";
  for (std::size_t at = begin; at < end; ++at) {
    if (code[at] != '\n') code[at] = kWord[(at - begin) % kWord.size()];
  }
}

}  // namespace

struct Redactor::Rules {
  std::vector<Rule> rules;
  std::unique_ptr<RE2::Set> allowed;
  // One pass over the code says which rules have a keyword in it; few have.
  std::unique_ptr<RE2::Set> keywords;
  std::vector<std::size_t> rule_of_keyword;

  std::vector<bool> candidates(std::string_view code) const {
    std::vector<bool> out(rules.size(), false);
    std::vector<int> matched;
    keywords->Match(re2::StringPiece(code.data(), code.size()), &matched);
    for (const int keyword : matched) out[rule_of_keyword[static_cast<std::size_t>(keyword)]] = true;
    return out;
  }

  bool is_secret(std::string_view value, const Rule& rule) const {
    return !value.empty() && entropy(value) >= rule.least_entropy && !allowed->Match(piece(value), nullptr) &&
           (rule.allowed == nullptr || !rule.allowed->Match(piece(value), nullptr));
  }
};

struct Redactor::Found {
  std::size_t begin = 0;
  std::size_t end = 0;
  const std::string* kind = nullptr;
};

double entropy(std::string_view text) {
  std::array<int, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

Redactor::Redactor(std::unique_ptr<Rules> rules) : rules_(std::move(rules)) {}
Redactor::~Redactor() = default;
std::string_view Redactor::version() { return embedded::kSecretRulesDigest; }

base::Result<std::unique_ptr<Redactor>> Redactor::create() { return create(embedded::kSecretRules); }

base::Result<std::unique_ptr<Redactor>> Redactor::create(std::string_view rules_json) {
  const auto document = base::JsonDocument::parse(rules_json);
  if (!document) return base::fail(base::Errc::corrupt, "the secret rules are not JSON");
  auto made = std::make_unique<Rules>();
  auto allowed = allowed_values(document->root());
  if (!allowed) return base::fail(std::move(allowed.error()));
  made->allowed = std::move(*allowed);
  auto literal = set_options();
  literal.set_literal(true);
  literal.set_case_sensitive(false);
  made->keywords = std::make_unique<RE2::Set>(literal, RE2::UNANCHORED);
  const auto rules = document->root().find("rules");
  for (const auto& item : rules ? rules->items() : std::vector<base::JsonValue>{}) {
    auto rule = read_rule(item);
    if (!rule) return base::fail(std::move(rule.error()));
    const auto keywords = item.find("keywords");
    for (const auto& keyword : keywords ? keywords->items() : std::vector<base::JsonValue>{}) {
      made->keywords->Add(piece(keyword.as_string().value_or("")), nullptr);
      made->rule_of_keyword.push_back(made->rules.size());
    }
    made->rules.push_back(std::move(*rule));
  }
  if (!made->keywords->Compile())
    return base::fail(base::Errc::corrupt, "the secret rules have no keywords that compile");
  return std::unique_ptr<Redactor>(new Redactor(std::move(made)));
}

void Redactor::find_by_rules(const std::string& code, std::vector<Found>& found) const {
  const auto candidates = rules_->candidates(code);
  for (std::size_t number = 0; number < candidates.size(); ++number) {
    if (!candidates[number]) continue;
    const auto& rule = rules_->rules[number];
    const auto text = piece(code);
    re2::StringPiece groups[2];
    for (std::size_t at = 0;
         at < code.size() && rule.regex->Match(text, at, code.size(), RE2::UNANCHORED, groups, 2);) {
      const std::string_view value(groups[1].data(), groups[1].size());
      const auto begin = static_cast<std::size_t>(groups[1].data() - code.data());
      at = std::max(begin + value.size(), at + 1);
      if (rules_->is_secret(value, rule)) found.push_back({begin, begin + value.size(), &rule.id});
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
