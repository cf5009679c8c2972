#include "llm/secret_rules.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include "base/entropy.hpp"

namespace assay::llm {
namespace {

RE2::Options options_of(bool literal) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(16 << 20);
  // The code has been made UTF-8 before; masks of other texts may meet anything.
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_literal(literal);
  options.set_case_sensitive(!literal);
  return options;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

std::vector<std::string> texts(const base::JsonValue& holder, std::string_view name) {
  std::vector<std::string> out;
  const auto list = holder.find(name);
  for (const auto& item : list ? list->items() : std::vector<base::JsonValue>{})
    out.emplace_back(item.as_string().value_or(""));
  return out;
}

std::unique_ptr<LazySet> allowed_values(const base::JsonValue& holder) {
  return std::make_unique<LazySet>(LazySet::Kind::regex, texts(holder, "allow"));
}

base::Result<std::unique_ptr<SecretRule>> read_rule(const base::JsonValue& item) {
  const auto id = item.find("id");
  const auto regex = item.find("regex");
  if (!id || !regex) return base::fail(base::Errc::corrupt, "a secret rule lacks its id or regex");
  auto rule = std::make_unique<SecretRule>(std::string(id->as_string().value_or("")),
                                           std::string(regex->as_string().value_or("")));
  if (item.find("allow")) rule->allowed = allowed_values(item);
  if (const auto least = item.find("entropy")) rule->least_entropy = least->as_double().value_or(0);
  return rule;
}

}  // namespace

LazyRegex::LazyRegex(std::string pattern) : pattern_(std::move(pattern)) {}
LazyRegex::~LazyRegex() = default;

const re2::RE2& LazyRegex::get() const {
  std::call_once(once_, [this] { regex_ = std::make_unique<RE2>(piece(pattern_), options_of(false)); });
  return *regex_;
}

struct LazySet::Compiled {
  explicit Compiled(const RE2::Options& options) : set(options, RE2::UNANCHORED) {}
  RE2::Set set;
  std::string error;
};

LazySet::LazySet(Kind kind, std::vector<std::string> patterns)
    : kind_(kind), patterns_(std::move(patterns)) {}
LazySet::~LazySet() = default;

const LazySet::Compiled& LazySet::get() const {
  std::call_once(once_, [this] {
    compiled_ = std::make_unique<Compiled>(options_of(kind_ == Kind::literal_any_case));
    for (const auto& pattern : patterns_) {
      if (compiled_->set.Add(piece(pattern), &compiled_->error) < 0) return;
    }
    if (!compiled_->set.Compile()) compiled_->error = "the patterns are too large together";
  });
  return *compiled_;
}

std::string LazySet::error() const { return get().error; }

bool LazySet::matches(std::string_view text) const {
  return !patterns_.empty() && get().set.Match(piece(text), nullptr);
}

std::vector<int> LazySet::all_in(std::string_view text) const {
  std::vector<int> found;
  if (!patterns_.empty()) get().set.Match(piece(text), &found);
  return found;
}

base::Result<std::unique_ptr<SecretRules>> SecretRules::parse(std::string_view json) {
  const auto document = base::JsonDocument::parse(json);
  if (!document) return base::fail(base::Errc::corrupt, "the secret rules are not JSON");
  std::unique_ptr<SecretRules> made(new SecretRules());
  made->allowed_ = allowed_values(document->root());
  std::vector<std::string> keywords;
  const auto rules = document->root().find("rules");
  for (const auto& item : rules ? rules->items() : std::vector<base::JsonValue>{}) {
    auto rule = read_rule(item);
    if (!rule) return base::fail(std::move(rule.error()));
    for (auto& keyword : texts(item, "keywords")) {
      keywords.push_back(std::move(keyword));
      made->rule_of_keyword_.push_back(made->rules_.size());
    }
    made->rules_.push_back(std::move(*rule));
  }
  made->keywords_ = std::make_unique<LazySet>(LazySet::Kind::literal_any_case, std::move(keywords));
  return made;
}

base::Result<void> SecretRules::check() const {
  const auto broken = [](const std::string& what) { return base::fail(base::Errc::corrupt, what); };
  if (keywords_->empty() || !keywords_->error().empty())
    return broken("the secret rules have no keywords that compile");
  if (const auto error = allowed_->error(); !error.empty())
    return broken("a pattern of allowed values does not compile: " + error);
  for (const auto& rule : rules_) {
    const auto& regex = rule->regex.get();
    if (!regex.ok() || regex.NumberOfCapturingGroups() < 1)
      return broken("the secret rule \"" + rule->id + "\" does not compile to a pattern with a group");
    if (rule->allowed && !rule->allowed->error().empty())
      return broken("a pattern of allowed values of the secret rule \"" + rule->id +
                    "\" does not compile: " + rule->allowed->error());
  }
  return {};
}

std::vector<const SecretRule*> SecretRules::candidates(std::string_view code) const {
  std::vector<bool> named(rules_.size(), false);
  for (const int keyword : keywords_->all_in(code))
    named[rule_of_keyword_[static_cast<std::size_t>(keyword)]] = true;
  std::vector<const SecretRule*> out;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (named[i]) out.push_back(rules_[i].get());
  }
  return out;
}

bool SecretRules::is_secret(std::string_view value, const SecretRule& rule) const {
  return !value.empty() && base::entropy(value) >= rule.least_entropy && !allowed_->matches(value) &&
         (rule.allowed == nullptr || !rule.allowed->matches(value));
}

}  // namespace assay::llm
