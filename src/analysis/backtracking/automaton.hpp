#pragma once
#include <bitset>
#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/backtracking/pattern.hpp"

namespace assay::analysis::backtracking {

/// The alphabet of one expression is cut into the pieces ("atoms") that its sets don't tell apart.
inline constexpr std::size_t kMaxAtoms = 128;
using AtomSet = std::bitset<kMaxAtoms>;
using StateId = std::uint32_t;

/// The position automaton (Glushkov) of an expression: a state for each place in it that takes a character,
/// bounded repetitions written out, state 0 in front of all. No step is empty, so that two ways over the same
/// text are two ways that a backtracking engine tries.
struct Automaton {
  struct Edge {
    StateId to = 0;
    AtomSet on;
    AtomSet twice;         ///< the atoms for which there are two ways from here to there
    bool guarded = false;  ///< whether it can be taken depends on what this model does not know
  };
  /// Where the expression may have matched with a state as its last.
  struct Accept {
    AtomSet before;       ///< in front of these, whatever follows them
    bool at_end = false;  ///< at the end of the text
  };

  std::vector<std::vector<Edge>> edges;  ///< by state
  std::vector<Accept> accept;
  std::vector<std::uint32_t> atomic;  ///< the outermost atomic group that a state is in; 0 for none
  std::vector<std::uint32_t> sample;  ///< a character of each atom

  std::size_t size() const { return edges.size(); }
};

/// Nothing for an expression that asks for more than some hundred states or a hundred atoms. `whole`: the
/// text has to match from begin to end, as if `$` stood behind the expression. Atomic groups and looks are
/// parts of their own; what goes on inside them is for separate calls.
std::optional<Automaton> build_automaton(const Pattern& pattern, bool whole);

}  // namespace assay::analysis::backtracking
