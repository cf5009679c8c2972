#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/review.hpp"

namespace assay::llm {

/// Code without its secrets.
struct RedactedCode {
  std::string code;  ///< same length and lines; each secret is a run of REDACTED
  std::vector<core::Redaction> redactions;
  std::vector<std::pair<std::size_t, std::size_t>>
      spans;  ///< the placeholders: begin and end offsets, in order
};

/// Finds secrets by the rules of data/secret-rules.json. Immutable once made; thread-safe.
class Redactor {
 public:
  /// The built-in rules. A rule that does not compile is a corrupt build: an error that names it.
  static base::Result<std::unique_ptr<Redactor>> create();
  static base::Result<std::unique_ptr<Redactor>> create(std::string_view rules_json);
  ~Redactor();

  RedactedCode redact(std::string code) const;
  /// Every secret in a short text (a quote, a message) replaced.
  std::string mask(std::string text) const { return redact(std::move(text)).code; }

 private:
  struct Rules;
  explicit Redactor(std::unique_ptr<Rules> rules);
  std::unique_ptr<Rules> rules_;
};

/// Shannon entropy in bits per character.
double entropy(std::string_view text);

}  // namespace assay::llm
