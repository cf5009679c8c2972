#pragma once
#include <functional>
#include <vector>

#include "analysis/backtracking/automaton.hpp"

namespace assay::analysis::backtracking {

/// A text that can be read in many ways: `prefix`, then `pump` again and again. As atoms.
struct Ambiguity {
  std::vector<std::size_t> prefix;
  std::vector<std::size_t> pump;
};

/// Looks for texts whose number of ways grows exponentially with the number of pumps: a state from which two
/// ways lead over the same text back to it (Weber and Seidl, 1991: EDA). `accept` is asked for each, the
/// shortest first, until it is content. The work is bounded; false where it did not suffice.
bool find_exponential(const Automaton& automaton, const std::function<bool(const Ambiguity&)>& accept);

/// The same for a number that grows with a power of the pumps: two loops in a row that the same text goes
/// round in, and that leads from the one to the other (IDA).
bool find_polynomial(const Automaton& automaton, const std::function<bool(const Ambiguity&)>& accept);

/// Whether a text exists that, after the prefix and some pumps, makes the whole fail, so that all ways are
/// tried in vain.
bool can_fail(const Automaton& automaton, const Ambiguity& ambiguity, std::vector<std::size_t>& suffix);

}  // namespace assay::analysis::backtracking
