#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace assay::analysis {

/// A regular expression (RE2) that is built when it is first used, because most rules never get that far in a
/// file. Thread-safe.
class Regex {
 public:
  explicit Regex(std::string pattern);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  const std::string& pattern() const { return pattern_; }
  /// Empty if the pattern is well-formed, else what is wrong with it.
  std::string error() const;
  /// Occurs anywhere in the text. Never for an ill-formed pattern.
  bool matches(std::string_view text) const;
  /// The first occurrence of the whole pattern, or of its group 1 where it has one; empty and null data for
  /// none.
  std::string_view find(std::string_view text) const;

 private:
  const re2::RE2& built() const;

  std::string pattern_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<re2::RE2> regex_;
};

}  // namespace assay::analysis
