#include <algorithm>

#include "analysis/backtracking/ambiguity.hpp"

namespace assay::analysis::backtracking {
namespace {

constexpr int kPumps = 3;
constexpr std::size_t kMaxSuffix = 3;
constexpr std::size_t kMaxSets = 64;

using States = std::vector<bool>;

/// All states that some way over the text so far has led to.
class Everywhere {
 public:
  explicit Everywhere(const Automaton& automaton) : automaton_(automaton), states_(automaton.size(), false) {
    states_[0] = true;
  }

  /// Takes one more character; false where the expression may have matched in front of it.
  bool step(std::size_t atom) {
    States next(automaton_.size(), false);
    for (std::size_t s = 0; s < states_.size(); ++s) {
      if (!states_[s]) continue;
      if (automaton_.accept[s].before[atom]) return false;
      for (const auto& edge : automaton_.edges[s]) {
        if (edge.on[atom]) next[edge.to] = true;
      }
    }
    states_ = std::move(next);
    return true;
  }

  bool matches_at_end() const {
    for (std::size_t s = 0; s < states_.size(); ++s) {
      if (states_[s] && automaton_.accept[s].at_end) return true;
    }
    return false;
  }
  const States& states() const { return states_; }

 private:
  const Automaton& automaton_;
  States states_;
};

}  // namespace

bool can_fail(const Automaton& automaton, const Ambiguity& ambiguity, std::vector<std::size_t>& suffix) {
  Everywhere here(automaton);
  const auto all = [&](const std::vector<std::size_t>& text) {
    return std::all_of(text.begin(), text.end(), [&](std::size_t atom) { return here.step(atom); });
  };
  if (!all(ambiguity.prefix)) return false;
  for (int i = 0; i < kPumps; ++i) {
    if (!all(ambiguity.pump)) return false;
  }
  struct Tried {
    Everywhere at;
    std::vector<std::size_t> text;
  };
  std::vector<Tried> queue{{here, {}}};
  for (std::size_t next = 0; next < queue.size() && next < kMaxSets; ++next) {
    if (!queue[next].at.matches_at_end()) {
      suffix = queue[next].text;
      return true;
    }
    if (queue[next].text.size() >= kMaxSuffix) continue;
    for (std::size_t atom = 0; atom < automaton.sample.size(); ++atom) {
      Tried longer = queue[next];
      if (!longer.at.step(atom)) continue;
      longer.text.push_back(atom);
      const bool known = std::any_of(queue.begin(), queue.end(),
                                     [&](const Tried& t) { return t.at.states() == longer.at.states(); });
      if (!known) queue.push_back(std::move(longer));
    }
  }
  return false;
}

}  // namespace assay::analysis::backtracking
