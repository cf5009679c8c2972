#include "analysis/backtracking/automaton.hpp"

#include <algorithm>

#include "analysis/backtracking/atoms.hpp"

namespace assay::analysis::backtracking {
namespace {

using Kind = Pattern::Kind;

constexpr std::size_t kMaxStates = 600;
constexpr std::size_t kMaxSteps = 300'000;
constexpr std::size_t kMaxGaps = 6;
/// Bounded repetitions of a character are written out up to here; nothing that is looked for needs more.
constexpr int kMaxCopies = 12;
constexpr int kMaxGroupCopies = 4;
/// A group that may come this often more than it has to is as good as without limit.
constexpr int kAsGoodAsEndless = 20;

/// What has to be true between two characters.
struct Between {
  AtomSet next;  ///< the second is one of these
  bool boundary = false;
  bool no_boundary = false;
  bool end = false;   ///< there is no second
  bool more = false;  ///< there is one
  bool guarded = false;

  explicit Between(const AtomSet& allowed = {}) : next(allowed) {}
  Between& operator+=(const Between& other) {
    next &= other.next;
    boundary |= other.boundary;
    no_boundary |= other.no_boundary;
    end |= other.end;
    more |= other.more;
    guarded |= other.guarded;
    return *this;
  }
};

/// A way into, out of (`state`) or past a part of the expression.
struct Way {
  StateId state = 0;
  bool twice = false;
  Between between;

  Way then(const Way& other, StateId at) const {
    Way both{at, twice || other.twice, between};
    both.between += other.between;
    return both;
  }
};

struct Part {
  std::vector<Way> first;
  std::vector<Way> last;
  std::vector<Way> empty;
};

void append(std::vector<Way>& to, const std::vector<Way>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

class Builder {
 public:
  explicit Builder(const Pattern& pattern)
      : atoms_(pattern), all_(atoms_.all()), word_(atoms_.of(word_characters())) {
    labels_.push_back(all_);
    out_.edges.emplace_back();
    out_.atomic.push_back(0);
  }

  std::optional<Automaton> build(const Pattern& pattern, bool whole) {
    if (atoms_.too_many()) return std::nullopt;
    const Part part = build(pattern);
    Part start;
    start.last.push_back(past());
    const Part all = sequence(start, part);
    if (given_up()) return std::nullopt;
    out_.accept.resize(out_.size());
    for (const Way& way : all.last) {
      Automaton::Accept& accept = out_.accept[way.state];
      if (!whole && !way.between.end) accept.before |= way.between.next;
      if (!way.between.more) accept.at_end = true;
    }
    out_.sample = atoms_.samples();
    return std::move(out_);
  }

 private:
  bool given_up() const { return steps_ > kMaxSteps || out_.size() > kMaxStates; }

  Way past() const { return Way{0, false, Between(all_)}; }

  Part character(const AtomSet& set) {
    const auto state = static_cast<StateId>(out_.size());
    out_.edges.emplace_back();
    out_.atomic.push_back(0);
    labels_.push_back(set);
    Way way = past();
    way.state = state;
    return {{way}, {way}, {}};
  }

  Part nothing() const { return {{}, {}, {past()}}; }

  /// Takes nothing, and demands something of what is around it.
  Part condition(bool Between::* what) const {
    Part part = nothing();
    part.empty.front().between.*what = true;
    return part;
  }

  void connect(const Way& from, const Way& to) {
    ++steps_;
    if (given_up()) return;
    const Way both = from.then(to, to.state);
    AtomSet on = labels_[to.state] & both.between.next;
    bool guarded = both.between.guarded || both.between.end;
    const auto must = [&](bool other_side) {
      if (from.state == 0) return;
      const AtomSet& before = labels_[from.state];
      if ((before & ~word_).none())
        on &= other_side ? ~word_ : word_;
      else if ((before & word_).none())
        on &= other_side ? word_ : ~word_;
      else
        guarded = true;
    };
    if (both.between.boundary) must(true);
    if (both.between.no_boundary) must(false);
    if (on.none()) return;
    auto& edges = out_.edges[from.state];
    const auto known = std::find_if(edges.begin(), edges.end(), [&](const Automaton::Edge& e) {
      return e.to == to.state && e.guarded == guarded;
    });
    if (known == edges.end()) {
      edges.push_back({to.state, on, both.twice ? on : AtomSet{}, guarded});
      return;
    }
    known->twice |= both.twice ? on : on & known->on;
    known->on |= on;
  }

  Part sequence(const Part& a, const Part& b) {
    for (const Way& from : a.last) {
      for (const Way& to : b.first) connect(from, to);
    }
    Part out{a.first, b.last, {}};
    for (const Way& gap : a.empty) {
      for (const Way& to : b.first) out.first.push_back(gap.then(to, to.state));
      for (const Way& other : b.empty) {
        if (out.empty.size() < kMaxGaps) out.empty.push_back(gap.then(other, 0));
      }
    }
    for (const Way& gap : b.empty) {
      for (const Way& from : a.last) out.last.push_back(from.then(gap, from.state));
    }
    steps_ += out.first.size() + out.last.size();
    return out;
  }

  Part optional(Part part) const {
    part.empty = {past()};
    return part;
  }

  Part again(Part part) {
    for (const Way& from : part.last) {
      for (const Way& to : part.first) connect(from, to);
    }
    return part;
  }

  Part repeat(const Pattern& p) {
    const Pattern& child = p.children.front();
    const bool single = child.kind == Kind::set;
    const int copies = single ? kMaxCopies : kMaxGroupCopies;
    int min = p.min;
    int more = p.max == Pattern::kNoLimit ? Pattern::kNoLimit : p.max - p.min;
    if (!single && more >= kAsGoodAsEndless) more = Pattern::kNoLimit;
    min = std::min(min, copies);
    Part out = nothing();
    const bool endless = more == Pattern::kNoLimit;
    for (int i = 0; i < min && !given_up(); ++i) {
      Part one = build(child);
      if (endless && i + 1 == min) one = again(std::move(one));
      out = i == 0 ? std::move(one) : sequence(out, one);
    }
    if (endless) return min > 0 ? out : optional(again(build(child)));
    // (a(a(a)?)?)? and not a?a?a?, which has several ways for the same text.
    Part rest;
    for (int i = 0; i < std::min(more, copies) && !given_up(); ++i) {
      Part one = build(child);
      rest = optional(i == 0 ? std::move(one) : sequence(one, rest));
    }
    if (more == 0) return out;
    return min == 0 ? rest : sequence(out, rest);
  }

  /// Once it has matched it gives nothing back, so that it is not left before a character which it could
  /// take.
  Part atomic(const Pattern& p) {
    const std::size_t before = out_.size();
    Part part = build(p.children.front());
    const std::uint32_t id = ++groups_;
    std::fill(out_.atomic.begin() + static_cast<std::ptrdiff_t>(before), out_.atomic.end(), id);
    AtomSet taken;
    for (const Way& way : part.first) taken |= labels_[way.state] & way.between.next;
    for (Way& gap : part.empty) gap.between.next &= ~taken;
    for (Way& way : part.last) {
      AtomSet more;
      for (const auto& edge : out_.edges[way.state]) more |= edge.on;
      way.between.next &= ~more;
    }
    return part;
  }

  /// The characters that the whole of a part can be, where it is always a single one.
  std::optional<AtomSet> single_character(const Pattern& p) const {
    if (p.kind == Kind::set) return atoms_.of(p.set);
    if (p.kind != Kind::choice) return std::nullopt;
    AtomSet any;
    for (const Pattern& child : p.children) {
      const auto one = single_character(child);
      if (!one) return std::nullopt;
      any |= *one;
    }
    return any;
  }

  Part look(const Pattern& p) const {
    Part part = nothing();
    Between& between = part.empty.front().between;
    const auto characters = p.behind ? std::nullopt : single_character(p.children.front());
    if (characters)
      between.next = p.negative ? all_ & ~*characters : *characters;
    else
      between.guarded = true;
    between.more = characters && !p.negative;
    return part;
  }

  Part build(const Pattern& p) {
    if (given_up()) return {};
    switch (p.kind) {
      case Kind::set:
        return character(atoms_.of(p.set));
      case Kind::sequence: {
        Part out = nothing();
        for (const Pattern& child : p.children) out = sequence(out, build(child));
        return out;
      }
      case Kind::choice: {
        Part out;
        for (const Pattern& child : p.children) {
          const Part one = build(child);
          append(out.first, one.first);
          append(out.last, one.last);
          append(out.empty, one.empty);
        }
        if (out.empty.size() > kMaxGaps) out.empty.resize(kMaxGaps);
        return out;
      }
      case Kind::repeat:
        return repeat(p);
      case Kind::atomic:
        return atomic(p);
      case Kind::look:
        return look(p);
      case Kind::begin:
        return condition(&Between::guarded);
      case Kind::end:
        return condition(&Between::end);
      case Kind::boundary:
        return condition(p.negative ? &Between::no_boundary : &Between::boundary);
      case Kind::unknown: {
        Part part = character(all_);
        for (auto* ways : {&part.first, &part.last}) {
          for (Way& way : *ways) way.between.guarded = true;
        }
        return part;
      }
      case Kind::nothing:
        break;
    }
    return nothing();
  }

  Atoms atoms_;
  AtomSet all_;
  AtomSet word_;
  std::vector<AtomSet> labels_;  ///< by state: what it takes
  Automaton out_;
  std::size_t steps_ = 0;
  std::uint32_t groups_ = 0;
};

}  // namespace

std::optional<Automaton> build_automaton(const Pattern& pattern, bool whole) {
  return Builder(pattern).build(pattern, whole);
}

}  // namespace assay::analysis::backtracking
