#include "analysis/backtracking/loops.hpp"

#include <algorithm>

namespace assay::analysis::backtracking {
namespace {

/// Tarjan's algorithm; an automaton has some hundred states, so that recursion is as deep at most.
class Components {
 public:
  explicit Components(const Automaton& automaton)
      : automaton_(automaton),
        index_(automaton.size(), 0),
        low_(automaton.size(), 0),
        open_(automaton.size(), false) {
    for (StateId s = 0; s < automaton.size(); ++s) {
      if (index_[s] == 0) visit(s);
    }
  }
  std::vector<std::vector<StateId>> found;

 private:
  void visit(StateId s) {
    index_[s] = low_[s] = ++next_;
    stack_.push_back(s);
    open_[s] = true;
    bool itself = false;
    for (const auto& edge : automaton_.edges[s]) {
      if (edge.guarded) continue;
      itself |= edge.to == s;
      if (index_[edge.to] == 0) {
        visit(edge.to);
        low_[s] = std::min(low_[s], low_[edge.to]);
      } else if (open_[edge.to]) {
        low_[s] = std::min(low_[s], index_[edge.to]);
      }
    }
    if (low_[s] != index_[s]) return;
    std::vector<StateId> members;
    StateId top = 0;
    do {
      top = stack_.back();
      stack_.pop_back();
      open_[top] = false;
      members.push_back(top);
    } while (top != s);
    if (members.size() > 1 || itself) found.push_back(std::move(members));
  }

  const Automaton& automaton_;
  std::vector<std::uint32_t> index_;
  std::vector<std::uint32_t> low_;
  std::vector<bool> open_;
  std::vector<StateId> stack_;
  std::uint32_t next_ = 0;
};

}  // namespace

Loops::Loops(const Automaton& automaton) : loop_of_(automaton.size(), -1) {
  loops_ = Components(automaton).found;
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    for (const StateId s : loops_[i]) loop_of_[s] = static_cast<int>(i);
  }
}

std::size_t first_atom(const AtomSet& set) {
  std::size_t atom = 0;
  while (atom < set.size() && !set[atom]) ++atom;
  return atom;
}

std::optional<std::vector<std::size_t>> path_between(const Automaton& automaton, StateId from, StateId to,
                                                     const Loops* within) {
  struct Step {
    StateId before;
    std::size_t atom;
    bool seen;
  };
  std::vector<Step> steps(automaton.size(), Step{0, 0, false});
  std::vector<StateId> queue{from};
  steps[from].seen = true;
  for (std::size_t next = 0; next < queue.size() && !steps[to].seen; ++next) {
    const StateId s = queue[next];
    for (const auto& edge : automaton.edges[s]) {
      if (steps[edge.to].seen) continue;
      if (within != nullptr && (edge.guarded || within->of(edge.to) != within->of(from))) continue;
      steps[edge.to] = {s, first_atom(edge.on), true};
      queue.push_back(edge.to);
    }
  }
  if (!steps[to].seen) return std::nullopt;
  std::vector<std::size_t> path;
  for (StateId s = to; s != from; s = steps[s].before) path.push_back(steps[s].atom);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace assay::analysis::backtracking
