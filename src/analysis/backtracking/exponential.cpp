#include <algorithm>

#include "analysis/backtracking/ambiguity.hpp"
#include "analysis/backtracking/loops.hpp"

namespace assay::analysis::backtracking {
namespace {

constexpr std::size_t kMaxSteps = 1'000'000;
constexpr int kMaxTexts = 12;

/// Walks one loop with two walkers at once, from all places where they stand together; where they part and
/// meet again, the text between has two readings. Inside a loop every state leads to every other, so that it
/// does not matter which one they meet in.
class TwoWalkers {
 public:
  TwoWalkers(const Automaton& automaton, const Loops& loops, const std::vector<StateId>& states,
             std::size_t& steps, int& texts, const std::function<bool(const Ambiguity&)>& accept)
      : automaton_(automaton),
        loops_(loops),
        states_(states),
        steps_(steps),
        texts_(texts),
        accept_(accept),
        place_(automaton.size(), 0),
        pairs_(states.size() * states.size()) {
    for (std::size_t i = 0; i < states.size(); ++i) place_[states[i]] = static_cast<std::uint32_t>(i);
  }

  bool search() {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      pairs_[index(i, i)].seen = true;
      queue_.push_back(index(i, i));
    }
    for (std::size_t next = 0; next < queue_.size(); ++next) {
      const std::size_t pair = queue_[next];
      const StateId a = states_[pair / states_.size()];
      const StateId b = states_[pair % states_.size()];
      const auto& left = automaton_.edges[a];
      const auto& right = automaton_.edges[b];
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (!inside(left[i], a)) continue;
        if (a == b && left[i].twice.any() && !atomic(a, left[i].to) && meets(pair, left[i].to, left[i].twice))
          return true;
        for (std::size_t k = a == b ? i + 1 : 0; k < right.size(); ++k) {
          if (++steps_ > kMaxSteps || texts_ > kMaxTexts) return false;
          const AtomSet both = left[i].on & right[k].on;
          if (both.none() || !inside(right[k], b)) continue;
          const StateId to = left[i].to;
          const StateId other = right[k].to;
          if (to == other) {
            if (a != b && meets(pair, to, both)) return true;
            continue;
          }
          if (atomic(to, other)) continue;
          Pair& reached = pairs_[index(place_[to], place_[other])];
          if (reached.seen) continue;
          reached = {pair, first_atom(both), true};
          queue_.push_back(index(place_[to], place_[other]));
        }
      }
    }
    return false;
  }

 private:
  struct Pair {
    std::size_t before = 0;
    std::size_t atom = 0;
    bool seen = false;
  };

  std::size_t index(std::size_t i, std::size_t k) const {
    return std::min(i, k) * states_.size() + std::max(i, k);
  }
  bool inside(const Automaton::Edge& edge, StateId from) const {
    return !edge.guarded && loops_.of(edge.to) == loops_.of(from);
  }
  /// What an atomic group has matched is not matched in another way.
  bool atomic(StateId a, StateId b) const {
    return automaton_.atomic[a] != 0 && automaton_.atomic[a] == automaton_.atomic[b];
  }

  bool meets(std::size_t pair, StateId at, const AtomSet& on) {
    ++texts_;
    Ambiguity found;
    found.pump.push_back(first_atom(on));
    std::size_t from = pair;
    while (from / states_.size() != from % states_.size()) {
      found.pump.push_back(pairs_[from].atom);
      from = pairs_[from].before;
    }
    std::reverse(found.pump.begin(), found.pump.end());
    const StateId start = states_[from / states_.size()];
    const auto back = path_between(automaton_, at, start, &loops_);
    const auto prefix = path_between(automaton_, 0, start, nullptr);
    if (!back || !prefix) return false;
    found.pump.insert(found.pump.end(), back->begin(), back->end());
    found.prefix = *prefix;
    return accept_(found);
  }

  const Automaton& automaton_;
  const Loops& loops_;
  const std::vector<StateId>& states_;
  std::size_t& steps_;
  int& texts_;
  const std::function<bool(const Ambiguity&)>& accept_;
  std::vector<std::uint32_t> place_;
  std::vector<Pair> pairs_;
  std::vector<std::size_t> queue_;
};

}  // namespace

bool find_exponential(const Automaton& automaton, const std::function<bool(const Ambiguity&)>& accept) {
  const Loops loops(automaton);
  std::size_t steps = 0;
  for (const auto& states : loops.all()) {
    int texts = 0;
    if (TwoWalkers(automaton, loops, states, steps, texts, accept).search()) return true;
  }
  return false;
}

}  // namespace assay::analysis::backtracking
