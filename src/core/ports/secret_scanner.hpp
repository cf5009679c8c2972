#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay::core {

/// Finds secrets (keys, passwords, tokens) in code, so that nothing made from the code repeats them.
class SecretScanner {
 public:
  virtual ~SecretScanner() = default;
  /// The secrets in `code`, each once, longest first. Thread-safe.
  virtual std::vector<std::string> find_secrets(std::string_view code) const = 0;
};

}  // namespace assay::core
