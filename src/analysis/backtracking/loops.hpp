#pragma once
#include <optional>
#include <vector>

#include "analysis/backtracking/automaton.hpp"

namespace assay::analysis::backtracking {

/// The loops (strongly connected components) of an automaton, of the edges that can be taken for certain.
class Loops {
 public:
  explicit Loops(const Automaton& automaton);

  /// States that lead back to themselves, loop by loop.
  const std::vector<std::vector<StateId>>& all() const { return loops_; }
  /// The loop of a state, as an index; -1 for none.
  int of(StateId state) const { return loop_of_[state]; }

 private:
  std::vector<std::vector<StateId>> loops_;
  std::vector<int> loop_of_;
};

/// The shortest text that leads from one state to the other, as atoms; empty from a state to itself. `loop`:
/// within that loop alone and without guarded edges, where it is not null.
std::optional<std::vector<std::size_t>> path_between(const Automaton& automaton, StateId from, StateId to,
                                                     const Loops* within);

std::size_t first_atom(const AtomSet& set);

}  // namespace assay::analysis::backtracking
