#pragma once
#include <algorithm>
#include <vector>

#include "analysis/backtracking/automaton.hpp"

namespace assay::analysis::backtracking {

/// The pieces into which the sets of one expression cut all characters.
class Atoms {
 public:
  explicit Atoms(const Pattern& pattern);

  bool too_many() const { return starts_.size() > kMaxAtoms; }
  /// Those that a set has room for, whatever the answer above.
  std::size_t counted() const { return std::min(starts_.size(), kMaxAtoms); }
  /// The atoms of a set that is in the expression, or of the words' characters.
  AtomSet of(const CharSet& set) const;
  AtomSet all() const;
  /// A character of each atom, a readable one where there is any.
  std::vector<std::uint32_t> samples() const;

 private:
  void collect(const Pattern& pattern);
  void cut(const CharSet& set);

  std::vector<std::uint32_t> starts_;  ///< the first character of each atom, sorted
};

}  // namespace assay::analysis::backtracking
