#include "analysis/taint/taint.hpp"

#include "analysis/taint/interpreter.hpp"
#include "analysis/taint/lower.hpp"
#include "analysis/taint/spec.hpp"

namespace assay::analysis {
namespace {

constexpr std::size_t kRulesPerSet = 64;
/// A text so short is looked at whatever is in it: `a/b` need not have spaces.
constexpr std::size_t kShort = 10'000;

/// The rules that have a sink in this file, and a source or no need of one: the only ones worth running.
taint::Rules worth_running(const FileView& file, const TaintSet& set, taint::Rules wanted) {
  using taint::Rules;
  Rules sinks = 0;
  Rules sources = set.dynamic() | set.unknown();
  const Tree& tree = file.tree;
  const Model& model = file.model;
  // Faults need the value somewhere in the file.
  Rules faults = 0;
  if (tree.text(0).find("null") != std::string_view::npos) faults |= set.null_rules() & wanted;
  const bool divides = tree.text(0).find(" / ") != std::string_view::npos ||
                       tree.text(0).find(" % ") != std::string_view::npos || tree.text(0).size() < kShort;
  if (divides && tree.text(0).find("= 0") != std::string_view::npos) faults |= set.zero_rules() & wanted;
  for (NodeId n = 0; n < tree.size(); ++n) {
    const Role r = model.role(tree, n);
    if (r == Role::none) {
      if (tree.is(n, "php_tag") && tree.text(n) == "<?=") {
        for (const auto& sink : set.facts("echo").sinks) sinks |= Rules{1} << sink.rule;
      }
      if (tree.is(n, "do_block")) sinks |= set.return_rules();
      if (set.number_rules() != 0 && tree.is(n, "array_creation_expression")) {
        for (const auto& sink : set.facts("new[]").sinks) sinks |= Rules{1} << sink.rule;
      }
      if (tree.is_named(n) && tree.first_named_child(n) != kNone) {
        // Words that act like functions: echo, include, `command`.
        for (const std::string_view word : taint::acting_words(tree.kind_name(n))) {
          for (const auto& sink : set.facts(word).sinks) sinks |= Rules{1} << sink.rule;
        }
      }
      continue;
    }
    if (model.is_call(tree, n)) {
      std::string name = file.names.resolve(n);
      if (name.ends_with("()")) name.resize(name.size() - 2);
      const taint::Facts& facts = set.facts(name);
      for (const auto& sink : facts.sinks) sinks |= Rules{1} << sink.rule;
      for (const auto& source : facts.sources) sources |= source.rules;
    } else if (r == Role::member || r == Role::subscript || r == Role::identifier) {
      if (r == Role::subscript && set.number_rules() != 0) {
        for (const auto& sink : set.facts("[]").sinks) sinks |= Rules{1} << sink.rule;
      }
      const taint::Facts& facts = set.facts(file.names.resolve(n));
      for (const auto& source : facts.sources) sources |= source.rules;
      for (const auto& sink : facts.sinks) {
        if (sink.sink->spec->assignment) sinks |= Rules{1} << sink.rule;
      }
    } else if (r == Role::string && tree.is(n, "subshell")) {
      for (const auto& sink : set.facts("`").sinks) sinks |= Rules{1} << sink.rule;
    } else if (r == Role::function || r == Role::lambda) {
      for (const auto& source : set.parameters()) {
        if ((sources & source.rules) == source.rules) continue;
        if (source.regex->matches(taint::header_of(file, n))) sources |= source.rules;
      }
      sinks |= set.return_rules();
    }
    if (((sinks & sources) | faults) == wanted) break;
  }
  return (sinks & sources & wanted) | faults;
}

}  // namespace

TaintRules::TaintRules(std::vector<const TaintRule*> rules) {
  for (std::size_t at = 0; at < rules.size(); at += kRulesPerSet) {
    const std::size_t count = std::min(kRulesPerSet, rules.size() - at);
    sets_.push_back(std::make_unique<TaintSet>(
        std::vector<const TaintRule*>(rules.begin() + static_cast<std::ptrdiff_t>(at),
                                      rules.begin() + static_cast<std::ptrdiff_t>(at + count))));
  }
}

TaintRules::~TaintRules() = default;

void TaintRules::run(const FileView& file, const Rule* only, Findings& findings) const {
  for (const auto& set : sets_) {
    const taint::Rules wanted = set->bits(only);
    if (wanted == 0) continue;
    const taint::Rules live = worth_running(file, *set, wanted);
    if (live == 0) continue;
    taint::Symbols symbols;
    taint::Values values(symbols);
    const taint::Program program = taint::Lowering(file.tree, file.model, file.names, values).run();
    taint::Interpreter interpreter(file, program, values, *set, live);
    interpreter.run();
    interpreter.report(findings);
    if (interpreter.exhausted())
      findings.note("data flow was followed only in part: the file asks for more work than is allowed");
  }
}

}  // namespace assay::analysis
