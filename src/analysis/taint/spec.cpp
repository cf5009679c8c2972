#include "analysis/taint/spec.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <map>

namespace assay::analysis {

std::string_view taint::header_of(const FileView& file, NodeId function) {
  const Tree& tree = file.tree;
  std::uint32_t from = tree.start(function);
  const NodeId holder = tree.parent(function);
  if (holder != kNone && tree.is(holder, "decorated_definition")) from = tree.start(holder);
  // Ruby: the method that a block is given to.
  if (holder != kNone && (tree.is(function, "do_block") || tree.is(function, "block")) &&
      tree.is(holder, "call"))
    from = tree.start(holder);
  // PHP: the call that a closure is given to, which may be that of a router.
  if (holder != kNone && tree.is(holder, "argument") && tree.grammar().name() == "php") {
    const NodeId call = tree.parent(tree.parent(holder));
    if (call != kNone && file.model.is_call(tree, call) && tree.start(function) - tree.start(call) < 200)
      from = tree.start(call);
  }
  // Rust's attributes and TypeScript's decorators are siblings.
  for (NodeId before = tree.previous_named_sibling(function); before != kNone;
       before = tree.previous_named_sibling(before)) {
    if (!tree.is(before, "attribute_item") && !tree.is(before, "decorator")) break;
    from = tree.start(before);
  }
  const NodeId body = file.model.third(tree, function);
  const std::uint32_t to = body == kNone ? tree.end(function) : tree.start(body);
  return tree.text().substr(from, to > from ? to - from : 0);
}

taint::Rules taint::Facts::sanitized_by(std::string_view call) const {
  Rules rules = sanitized;
  for (const Cleaner& one : sanitizers) {
    if ((one.rules & ~rules) != 0 && one.with->matches(call)) rules |= one.rules;
  }
  return rules;
}

using taint::Facts;
using taint::Guard;
using taint::Rules;
using taint::Sink;

TaintRule::TaintRule() : parts_(std::make_unique<Parts>()) {}
TaintRule::~TaintRule() = default;

base::Result<std::unique_ptr<TaintRule>> TaintRule::compile(const Rule& rule, const Grammar& grammar,
                                                            bool strict) {
  std::unique_ptr<TaintRule> out(new TaintRule());
  out->rule_ = &rule;
  std::string problem;
  const auto regex = [&](const std::string& pattern) {
    std::unique_ptr<Regex> built;
    if (pattern.empty()) return built;
    built = std::make_unique<Regex>(pattern);
    if (strict && problem.empty()) problem = built->error();
    return built;
  };
  for (const TaintSpec::Sink& s : rule.taint.sinks) {
    auto where = Conditions::compile(s.where, grammar, {"call", "function", "arguments"}, strict);
    if (!where) return base::fail(where.error());
    out->parts_->sinks.push_back(
        {&s, regex(s.resolve), regex(s.literal), regex(s.not_literal), std::move(*where)});
  }
  for (const TaintSpec::Guard& g : rule.taint.guards)
    out->parts_->guards.push_back({&g, regex(g.resolve), regex(g.literal)});
  if (strict) {
    for (const TaintSpec::Source& s : rule.taint.sources) {
      for (const std::string& pattern : {s.resolve, s.parameter, s.parameter_of, s.unless}) regex(pattern);
    }
    for (const TaintSpec::Sanitizer& s : rule.taint.sanitizers) {
      regex(s.resolve);
      regex(s.with);
    }
  }
  if (!problem.empty()) return base::fail(base::Errc::invalid_argument, "bad regular expression: " + problem);
  return out;
}

/// All patterns for full names in one automaton; what a name matches is remembered.
struct TaintSet::Matcher {
  struct Meaning {
    enum class Kind : std::uint8_t { source, sanitizer, sink, guard } kind;
    Rules rules = 0;
    int rule = 0;
    const TaintSpec::Source* source = nullptr;
    const Sink* sink = nullptr;
    const Guard* guard = nullptr;
    const Regex* with = nullptr;
  };
  std::vector<std::string> patterns;
  std::vector<std::vector<Meaning>> meanings;  // by pattern
  std::map<std::string, std::size_t> index;
  std::unique_ptr<re2::RE2::Set> set;
  std::vector<std::unique_ptr<Regex>> fallback;  // where the automaton grows too large
  std::once_flag once;
  mutable std::mutex mutex;
  mutable std::unordered_map<std::string, std::unique_ptr<const Facts>> known;

  std::vector<Meaning>& of(const std::string& pattern) {
    const auto [found, added] = index.emplace(pattern, patterns.size());
    if (added) {
      patterns.push_back(pattern);
      meanings.emplace_back();
    }
    return meanings[found->second];
  }

  void build() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_max_mem(32 << 20);
    set = std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED);
    for (const std::string& pattern : patterns) {
      if (set->Add(pattern, nullptr) < 0) set->Add("\\z\\A.", nullptr);  // ill-formed: never matches
    }
    if (!set->Compile()) set.reset();
    for (const std::string& pattern : patterns) fallback.push_back(std::make_unique<Regex>(pattern));
  }

  std::vector<int> matching(std::string_view name) const {
    std::vector<int> found;
    if (set) {
      re2::RE2::Set::ErrorInfo error{};
      if (set->Match(re2::StringPiece(name.data(), name.size()), &found, &error)) return found;
      if (error.kind == re2::RE2::Set::kNoError) return {};
      found.clear();
    }
    for (std::size_t i = 0; i < fallback.size(); ++i) {
      if (fallback[i]->matches(name)) found.push_back(static_cast<int>(i));
    }
    return found;
  }
};

TaintSet::TaintSet(std::vector<const TaintRule*> rules)
    : rules_(std::move(rules)), matcher_(std::make_unique<Matcher>()) {
  using Kind = Matcher::Meaning::Kind;
  std::map<std::pair<std::string, std::string>, std::size_t> parameter_index;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const TaintSpec& spec = rules_[i]->rule().taint;
    const int number = static_cast<int>(i);
    const Rules bit = Rules{1} << i;
    if (spec.fault == "null") nulls_ |= bit;
    if (spec.fault == "zero") zeros_ |= bit;
    if (spec.assume_dynamic) dynamic_ |= bit;
    if (spec.numbers) numbers_ |= bit;
    if (spec.assume_unknown) unknown_ |= bit;
    for (const TaintSpec::Source& s : spec.sources) {
      if (!s.resolve.empty()) {
        auto& list = matcher_->of(s.resolve);
        bool merged = false;
        for (auto& meaning : list) {
          if (meaning.kind == Kind::source && meaning.source->note == s.note &&
              meaning.source->out == s.out && meaning.source->unless == s.unless) {
            meaning.rules |= bit;
            merged = true;
          }
        }
        if (merged) continue;
        if (!s.unless.empty()) regexes_.push_back(std::make_unique<Regex>(s.unless));
        list.push_back({Kind::source, bit, number, &s, nullptr, nullptr,
                        s.unless.empty() ? nullptr : regexes_.back().get()});
        continue;
      }
      const bool of_function = !s.parameter_of.empty();
      const std::string& pattern = of_function ? s.parameter_of : s.parameter;
      const auto [found, added] = parameter_index.emplace(
          std::pair(pattern + (of_function ? "/of" : "") + s.unless, s.note), parameters_.size());
      if (added) {
        regexes_.push_back(std::make_unique<Regex>(pattern));
        parameters_.push_back({regexes_.back().get(), 0, &s, s.unless, of_function});
      }
      parameters_[found->second].rules |= bit;
    }
    for (const TaintSpec::Sanitizer& s : spec.sanitizers) {
      auto& list = matcher_->of(s.resolve);
      if (!s.with.empty()) {
        regexes_.push_back(std::make_unique<Regex>(s.with));
        list.push_back({Kind::sanitizer, bit, number, nullptr, nullptr, nullptr, regexes_.back().get()});
        continue;
      }
      bool merged = false;
      for (auto& meaning : list) {
        if (meaning.kind != Kind::sanitizer || meaning.with != nullptr) continue;
        meaning.rules |= bit;
        merged = true;
      }
      if (!merged) list.push_back({Kind::sanitizer, bit, number, nullptr, nullptr, nullptr, nullptr});
    }
    for (const Sink& s : rules_[i]->parts().sinks) {
      if (s.spec->returned) {
        returning_ |= bit;
        continue;  // its pattern is for a function's header
      }
      matcher_->of(s.spec->resolve).push_back({Kind::sink, bit, number, nullptr, &s, nullptr, nullptr});
      sink_tails_.push_back({taint::NameTails(s.spec->resolve), bit, s.spec->assignment});
    }
    for (const Guard& g : rules_[i]->parts().guards) {
      matcher_->of(g.spec->resolve).push_back({Kind::guard, bit, number, nullptr, nullptr, &g, nullptr});
    }
  }
}

TaintSet::~TaintSet() = default;

Rules TaintSet::bits(const Rule* only) const {
  Rules bits = 0;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (only != nullptr ? &rules_[i]->rule() == only : rules_[i]->rule().enabled) bits |= Rules{1} << i;
  }
  return bits;
}

bool TaintSet::may_end_sink(std::string_view word, Rules rules, bool assignment) const {
  return std::any_of(sink_tails_.begin(), sink_tails_.end(), [&](const SinkTails& one) {
    return (one.rule & rules) != 0 && one.assignment == assignment && one.tails.may_end_in(word);
  });
}

const Facts& TaintSet::facts(std::string_view full_name) const {
  constexpr std::size_t kRemembered = 50'000;
  std::call_once(matcher_->once, [this] { matcher_->build(); });
  const std::scoped_lock lock(matcher_->mutex);
  std::string key(full_name.substr(0, 300));
  const auto found = matcher_->known.find(key);
  if (found != matcher_->known.end()) return *found->second;
  static const Facts nothing;
  auto made = std::make_unique<Facts>();
  using Kind = Matcher::Meaning::Kind;
  for (const int pattern : matcher_->matching(key)) {
    for (const auto& meaning : matcher_->meanings[static_cast<std::size_t>(pattern)]) {
      switch (meaning.kind) {
        case Kind::source:
          made->sources.push_back({meaning.rules, meaning.source, meaning.with});
          break;
        case Kind::sanitizer:
          if (meaning.with == nullptr) {
            made->sanitized |= meaning.rules;
          } else {
            made->sanitizers.push_back({meaning.rules, meaning.with});
          }
          break;
        case Kind::sink:
          made->sinks.push_back({meaning.rule, meaning.sink});
          break;
        case Kind::guard:
          made->guards.push_back({meaning.rules, meaning.guard});
          break;
      }
    }
  }
  if (matcher_->known.size() >= kRemembered && !made->any()) return nothing;
  return *matcher_->known.emplace(std::move(key), std::move(made)).first->second;
}

}  // namespace assay::analysis
