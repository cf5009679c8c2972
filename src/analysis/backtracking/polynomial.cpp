#include <algorithm>
#include <unordered_map>

#include "analysis/backtracking/ambiguity.hpp"
#include "analysis/backtracking/loops.hpp"

namespace assay::analysis::backtracking {
namespace {

constexpr std::size_t kMaxSteps = 300'000;
constexpr int kMaxTexts = 12;

/// Three walkers over the same text: one round in the first loop, one from the first to the second, one round
/// in the second. States are numbered below 1,024.
class ThreeWalkers {
 public:
  ThreeWalkers(const Automaton& automaton, const Loops& loops, StateId from, StateId to, std::size_t& steps)
      : automaton_(automaton), loops_(loops), from_(from), to_(to), steps_(steps) {}

  /// The text, where there is one.
  std::vector<std::size_t> search() {
    const std::uint32_t start = key(from_, from_, to_);
    const std::uint32_t goal = key(from_, to_, to_);
    before_.emplace(start, Step{start, 0});
    std::vector<std::uint32_t> queue{start};
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const std::uint32_t at = queue[next];
      for (const auto& a : automaton_.edges[at >> 20U]) {
        if (a.guarded || loops_.of(a.to) != loops_.of(from_)) continue;
        for (const auto& c : automaton_.edges[at & 1023U]) {
          if (c.guarded || loops_.of(c.to) != loops_.of(to_)) continue;
          const AtomSet two = a.on & c.on;
          if (++steps_ > kMaxSteps) return {};
          if (two.none()) continue;
          for (const auto& b : automaton_.edges[at >> 10U & 1023U]) {
            if (++steps_ > kMaxSteps) return {};
            const AtomSet three = two & b.on;
            if (b.guarded || three.none()) continue;
            const std::uint32_t reached = key(a.to, b.to, c.to);
            if (!before_.emplace(reached, Step{at, first_atom(three)}).second) continue;
            if (reached == goal) return text(start, goal);
            queue.push_back(reached);
          }
        }
      }
    }
    return {};
  }

 private:
  struct Step {
    std::uint32_t before;
    std::size_t atom;
  };
  static std::uint32_t key(StateId a, StateId b, StateId c) { return a << 20U | b << 10U | c; }

  std::vector<std::size_t> text(std::uint32_t start, std::uint32_t goal) const {
    std::vector<std::size_t> atoms;
    for (std::uint32_t at = goal; at != start; at = before_.at(at).before)
      atoms.push_back(before_.at(at).atom);
    std::reverse(atoms.begin(), atoms.end());
    return atoms;
  }

  const Automaton& automaton_;
  const Loops& loops_;
  StateId from_;
  StateId to_;
  std::size_t& steps_;
  std::unordered_map<std::uint32_t, Step> before_;
};

}  // namespace

bool find_polynomial(const Automaton& automaton, const std::function<bool(const Ambiguity&)>& accept) {
  const Loops loops(automaton);
  std::size_t steps = 0;
  int texts = 0;
  for (const auto& first : loops.all()) {
    for (const auto& second : loops.all()) {
      if (&first == &second || !path_between(automaton, first.front(), second.front(), nullptr)) continue;
      for (const StateId from : first) {
        for (const StateId to : second) {
          if (automaton.atomic[from] != 0 && automaton.atomic[from] == automaton.atomic[to]) continue;
          Ambiguity found;
          found.pump = ThreeWalkers(automaton, loops, from, to, steps).search();
          if (steps > kMaxSteps || texts > kMaxTexts) return false;
          const auto prefix = path_between(automaton, 0, from, nullptr);
          if (found.pump.empty() || !prefix) continue;
          found.prefix = *prefix;
          ++texts;
          if (accept(found)) return true;
        }
      }
    }
  }
  return false;
}

}  // namespace assay::analysis::backtracking
