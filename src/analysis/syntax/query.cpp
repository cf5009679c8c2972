#include "analysis/syntax/query.hpp"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cctype>

#include "analysis/syntax/query_pattern.hpp"

namespace assay::analysis {
namespace {

using Pattern = Query::Pattern;
constexpr int kMaxSteps = 10'000;

/// A callable by reference, without the allocation of std::function: continuations live on the stack. It is
/// given the sibling after what has been matched.
class Then {
 public:
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Then>)
  Then(const F& function)  // NOLINT(google-explicit-constructor)
      : object_(&function),
        call_([](const void* object, NodeId after) { (*static_cast<const F*>(object))(after); }) {}
  void operator()(NodeId after) const { call_(object_, after); }

 private:
  const void* object_;
  void (*call_)(const void*, NodeId);
};

/// Backtracking search for all ways to match a pattern, in continuation-passing style: each step calls `then`
/// once for every way in which it can match. Recursion is bounded by the size of the pattern, not of the
/// tree.
class Matcher {
 public:
  Matcher(const Tree& tree, const std::function<bool(const Match&)>& on_match)
      : tree_(tree), on_match_(on_match) {}

  void run(const Pattern& pattern, NodeId root) {
    match_.root = root;
    steps_ = 0;
    const auto report = [this](NodeId) {
      ++reported_;
      if (!on_match_(match_)) steps_ = kMaxSteps;
    };
    element(pattern, root, Then(report));
  }

 private:
  bool spent() { return ++steps_ > kMaxSteps; }

  bool fits(const Pattern& pattern, NodeId n) const {
    if (pattern.field != 0 && tree_.field(n) != pattern.field) return false;
    switch (pattern.type) {
      case Pattern::Type::kind:
        return tree_.kind(n) == pattern.kind && !tree_.is_missing(n);
      case Pattern::Type::any_named:
        return tree_.is_named(n);
      case Pattern::Type::missing:
        return tree_.is_missing(n);
      case Pattern::Type::any:
      case Pattern::Type::choice:
      case Pattern::Type::group:
        return true;
    }
    return false;
  }

  /// `pattern` starts exactly at `n`.
  void element(const Pattern& pattern, NodeId n, const Then& then) {
    if (pattern.type != Pattern::Type::group) return node(pattern, n, then);
    node(*pattern.children.front(), n, Then([&](NodeId after) { sequence(pattern, 1, after, true, then); }));
  }

  void node(const Pattern& pattern, NodeId n, const Then& then) {
    if (spent() || !fits(pattern, n)) return;
    for (const FieldId absent : pattern.absent) {
      if (tree_.child(n, absent) != kNone) return;
    }
    const std::size_t kept = match_.captures.size();
    for (const std::uint16_t name : pattern.captures) match_.captures.push_back({name, n});
    if (pattern.type == Pattern::Type::choice) {
      for (const auto& alternative : pattern.children) element(*alternative, n, then);
    } else if (pattern.children.empty() && !pattern.anchored_end) {
      then(tree_.next_sibling(n));
    } else {
      sequence(pattern, 0, tree_.first_child(n), true, Then([&](NodeId) { then(tree_.next_sibling(n)); }));
    }
    match_.captures.resize(kept);
  }

  /// Matches the children [index…) of `parent` against the siblings from `from` on. `adjacent`: no named node
  /// was left out since the last match.
  void sequence(const Pattern& parent, std::size_t index, NodeId from, bool adjacent, const Then& then) {
    if (spent()) return;
    if (index == parent.children.size()) {
      if (!parent.anchored_end || only_unnamed(from)) then(from);
      return;
    }
    const Pattern& step = *parent.children[index];
    if (step.times == Pattern::Times::once || step.times == Pattern::Times::optional) {
      const int before = reported_;
      const bool strict = step.token || (index > 0 && parent.children[index - 1]->token);
      one(step, from, adjacent, strict,
          Then([&](NodeId after) { sequence(parent, index + 1, after, true, then); }));
      if (step.times == Pattern::Times::optional && reported_ == before) {
        sequence(parent, index + 1, from, adjacent, then);
      }
      return;
    }
    const std::size_t kept = match_.captures.size();
    const NodeId after = many(step, from, adjacent);
    if (after != from || step.times == Pattern::Times::any) {
      sequence(parent, index + 1, after, after != from || adjacent, then);
    }
    match_.captures.resize(kept);
  }

  /// Tries each sibling from `from` on as the start of `step`. `strict`: tokens, too, stand in the way of an
  /// anchor.
  void one(const Pattern& step, NodeId from, bool adjacent, bool strict, const Then& then) {
    for (NodeId c = from; c != kNone && !spent(); c = tree_.next_sibling(c)) {
      if (!step.anchored || adjacent) element(step, c, then);
      if ((tree_.is_named(c) || strict) && !tree_.is_extra(c)) {
        adjacent = false;
        if (step.anchored) return;
      }
    }
  }

  /// Takes everything that matches from `from` on, keeps its captures, and returns the sibling after the last
  /// match; `from` itself where nothing matched.
  NodeId many(const Pattern& step, NodeId from, bool adjacent) {
    NodeId result = from;
    for (NodeId c = from; c != kNone && !spent();) {
      const std::size_t kept = match_.captures.size();
      std::vector<Capture> captured;
      NodeId after = kNone;
      bool matched = false;
      const auto keep_first = [&](NodeId next) {
        if (matched) return;
        matched = true;
        after = next;
        captured.assign(match_.captures.begin() + static_cast<std::ptrdiff_t>(kept), match_.captures.end());
      };
      if (!step.anchored || adjacent) element(step, c, Then(keep_first));
      if (matched) {
        match_.captures.insert(match_.captures.end(), captured.begin(), captured.end());
        result = after;
        adjacent = true;
        c = after;
      } else {
        if (tree_.is_named(c) && !tree_.is_extra(c)) adjacent = false;
        c = tree_.next_sibling(c);
      }
    }
    return result;
  }

  bool only_unnamed(NodeId from) const {
    for (NodeId c = from; c != kNone; c = tree_.next_sibling(c)) {
      if (tree_.is_named(c) && !tree_.is_extra(c)) return false;
    }
    return true;
  }

  const Tree& tree_;
  const std::function<bool(const Match&)>& on_match_;
  Match match_{};
  int steps_ = 0;
  int reported_ = 0;
};

/// Adds the kinds that `pattern` can start at; false where that is any.
bool add_root_kinds(const Pattern& pattern, std::vector<KindId>& kinds) {
  switch (pattern.type) {
    case Pattern::Type::kind:
      kinds.push_back(pattern.kind);
      return true;
    case Pattern::Type::choice:
      return std::all_of(pattern.children.begin(), pattern.children.end(),
                         [&](const auto& alternative) { return add_root_kinds(*alternative, kinds); });
    case Pattern::Type::group:
      return add_root_kinds(*pattern.children.front(), kinds);
    case Pattern::Type::any:
    case Pattern::Type::any_named:
    case Pattern::Type::missing:
      return false;
  }
  return false;
}

}  // namespace

NodeId Match::first(std::uint16_t name) const {
  for (const Capture& capture : captures) {
    if (capture.name == name) return capture.node;
  }
  return kNone;
}

Query::Query() = default;
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

base::Result<Query> Query::compile(const Grammar& grammar, std::string_view text) {
  auto parsed = parse_query(grammar, text);
  if (!parsed) return base::fail(parsed.error());
  Query query;
  query.patterns_ = std::move(parsed->patterns);
  query.capture_names_ = std::move(parsed->capture_names);
  for (const auto& pattern : query.patterns_) {
    if (!add_root_kinds(*pattern, query.root_kinds_)) {
      query.root_kinds_.clear();
      break;
    }
  }
  std::sort(query.root_kinds_.begin(), query.root_kinds_.end());
  query.root_kinds_.erase(std::unique(query.root_kinds_.begin(), query.root_kinds_.end()),
                          query.root_kinds_.end());
  return query;
}

int Query::capture(std::string_view name) const {
  const auto found = std::find(capture_names_.begin(), capture_names_.end(), name);
  return found == capture_names_.end() ? -1 : static_cast<int>(found - capture_names_.begin());
}

void Query::match_at(const Tree& tree, NodeId node, const std::function<bool(const Match&)>& on_match) const {
  bool more = true;
  const std::function<bool(const Match&)> relay = [&](const Match& match) {
    more = on_match(match);
    return more;
  };
  Matcher matcher(tree, relay);
  for (const auto& pattern : patterns_) {
    if (!more) return;
    matcher.run(*pattern, node);
  }
}

/// `(kind .)`, our way to say "without named children", is no pattern for the library: it gets `(kind )`.
static std::string without_our_extensions(std::string_view text) {
  std::string out(text);
  std::size_t word = std::string::npos;  // the last thing that is no white space began a node: "(kind"
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = out[i];
    if (c == '(') {
      word = i;
    } else if (c == '.' && word != std::string::npos &&
               out.find_first_not_of(" \t\n", i + 1) != std::string::npos &&
               out[out.find_first_not_of(" \t\n", i + 1)] == ')') {
      out[i] = ' ';
    } else if (c != '_' && c != ' ' && c != '\n' && c != '\t' &&
               std::isalnum(static_cast<unsigned char>(c)) == 0) {
      word = std::string::npos;
    }
  }
  return out;
}

base::Result<void> check_query(const Grammar& grammar, std::string_view original) {
  const std::string text = without_our_extensions(original);
  std::uint32_t offset = 0;
  TSQueryError error = TSQueryErrorNone;
  TSQuery* query = ts_query_new(static_cast<const TSLanguage*>(grammar.raw()), text.data(),
                                static_cast<std::uint32_t>(text.size()), &offset, &error);
  if (query != nullptr) {
    ts_query_delete(query);
    return {};
  }
  static constexpr std::string_view kReasons[] = {"",
                                                  "syntax error",
                                                  "no such kind of node",
                                                  "no such field",
                                                  "no such capture",
                                                  "the pattern can't match anything in this grammar",
                                                  "language error"};
  const auto line =
      1 + std::count(text.begin(), text.begin() + std::min<std::ptrdiff_t>(offset, std::ssize(text)), '\n');
  return base::fail(base::Errc::invalid_argument, std::string(kReasons[error]) + " (query line " +
                                                      std::to_string(line) + ", byte " +
                                                      std::to_string(offset) + ")");
}

}  // namespace assay::analysis
