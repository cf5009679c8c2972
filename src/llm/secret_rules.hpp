#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.hpp"
#include "base/result.hpp"

namespace re2 {
class RE2;
}

namespace assay::llm {

/// A regular expression that is compiled when it is first needed: most of the rules never are, and all of
/// them together take longer than the rest of a start. Thread-safe.
class LazyRegex {
 public:
  explicit LazyRegex(std::string pattern);
  ~LazyRegex();
  const re2::RE2& get() const;

 private:
  std::string pattern_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<re2::RE2> regex_;
};

/// Many patterns matched in one pass, compiled when first needed. Thread-safe.
class LazySet {
 public:
  enum class Kind { regex, literal_any_case };
  LazySet(Kind kind, std::vector<std::string> patterns);
  ~LazySet();

  bool empty() const { return patterns_.empty(); }
  bool matches(std::string_view text) const;
  /// Numbers of the patterns that are somewhere in it.
  std::vector<int> all_in(std::string_view text) const;
  /// What is wrong with the patterns; empty if nothing.
  std::string error() const;

 private:
  struct Compiled;
  const Compiled& get() const;

  Kind kind_;
  std::vector<std::string> patterns_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<Compiled> compiled_;
};

struct SecretRule {
  SecretRule(std::string name, std::string pattern) : id(std::move(name)), regex(std::move(pattern)) {}
  std::string id;
  LazyRegex regex;  ///< its first group is the secret
  double least_entropy = 0;
  std::unique_ptr<LazySet> allowed;  ///< values that this rule takes for none; null: none of its own
};

/// The rules of data/secret-rules.json, read. Immutable; thread-safe.
class SecretRules {
 public:
  /// `corrupt` for what is no such file. Patterns are not looked at; see `check`.
  static base::Result<std::unique_ptr<SecretRules>> parse(std::string_view json);
  /// Compiles everything; `corrupt` names what does not compile.
  base::Result<void> check() const;

  /// Those with a keyword in the code, few as a rule, in the order of the file.
  std::vector<const SecretRule*> candidates(std::string_view code) const;
  bool is_secret(std::string_view value, const SecretRule& rule) const;

 private:
  SecretRules() = default;
  std::vector<std::unique_ptr<SecretRule>> rules_;
  std::unique_ptr<LazySet> allowed_;
  std::unique_ptr<LazySet> keywords_;
  std::vector<std::size_t> rule_of_keyword_;
};

}  // namespace assay::llm
