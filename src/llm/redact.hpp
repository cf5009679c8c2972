#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/ports/secret_scanner.hpp"
#include "core/review.hpp"

namespace assay::llm {

class SecretRules;

/// Code without its secrets.
struct RedactedCode {
  std::string code;  ///< same length and lines; each secret is a run of REDACTED
  std::vector<core::Redaction> redactions;
  std::vector<std::pair<std::size_t, std::size_t>>
      spans;                         ///< the placeholders: begin and end offsets, in order
  std::vector<std::string> secrets;  ///< what stood there, each once, longest first; never leaves the process
};

/// Finds secrets by the rules of data/secret-rules.json: a regular expression whose first group is the
/// secret, a keyword that must be there, a least entropy, values that are none. A value that was found once
/// is a secret wherever it stands. Immutable once made; thread-safe.
class Redactor final : public core::SecretScanner {
 public:
  /// With the built-in rules, whose patterns are compiled when code comes that needs them.
  static base::Result<std::unique_ptr<Redactor>> create();
  ~Redactor() override;
  /// Changes with the built-in rules.
  static std::string_view version();

  std::vector<std::string> find_secrets(std::string_view code) const override;
  RedactedCode redact(std::string code) const;
  /// Every secret in a short text (a quote, a message) replaced.
  std::string mask(std::string text) const { return redact(std::move(text)).code; }

 private:
  struct Found;
  void find_by_rules(const std::string& code, std::vector<Found>& found) const;
  explicit Redactor(std::unique_ptr<SecretRules> rules);
  std::unique_ptr<SecretRules> rules_;
};

}  // namespace assay::llm
