#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay::analysis::taint {

/// Which last words a full name can have that a regular expression matches: `(^|\.)execute(many)?$` matches
/// names whose last word is execute or executemany, whatever stands before the last dot.
///
/// Errs on the side of yes: what it does not understand of the pattern, or can't enumerate, may be any word.
class NameTails {
 public:
  explicit NameTails(std::string_view pattern);

  /// A name that ends in `.word` may match the pattern.
  bool may_end_in(std::string_view word) const;

 private:
  struct Tail {
    enum class Left : unsigned char {
      joined,  ///< what the pattern has before it belongs to the same word
      ended,   ///< the word begins here
      any,     ///< the word may begin with anything else
    };
    std::string text;
    Left left = Left::joined;
    bool operator==(const Tail&) const = default;
  };
  using Tails = std::vector<Tail>;
  class Parser;

  Tails tails_;
  bool any_case_ = false;
};

}  // namespace assay::analysis::taint
