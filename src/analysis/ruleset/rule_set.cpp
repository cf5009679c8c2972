#include "analysis/ruleset/rule_set.hpp"

#include <algorithm>
#include <optional>

#include "analysis/checks/check.hpp"
#include "analysis/rules/rule_codec.hpp"
#include "analysis/taint/taint.hpp"
#include "base/sha256.hpp"

namespace assay::analysis {
namespace {

struct CompiledRule {
  const Rule* rule = nullptr;
  std::optional<Query> query;
  Conditions where;
  int at = -1;  ///< the capture that is reported; -1: the node that matched
  const Check* check = nullptr;
  std::unique_ptr<TaintRule> taint;
};

/// The capture that is reported: `at`, else @at, else @issue, else the first one of the query.
int reported_capture(const Rule& rule, const Query& query) {
  if (!rule.at.empty()) return query.capture(rule.at);
  for (const char* name : {"at", "issue"}) {
    if (const int index = query.capture(name); index >= 0) return index;
  }
  return -1;
}

base::Result<CompiledRule> compile(const Rule& rule, const Grammar& grammar, bool strict) {
  CompiledRule out;
  out.rule = &rule;
  switch (rule.kind) {
    case Rule::Kind::query: {
      auto query = Query::compile(grammar, rule.query);
      if (!query) return base::fail(query.error());
      out.query = std::move(*query);
      if (strict) {
        if (auto checked = check_query(grammar, rule.query); !checked) return base::fail(checked.error());
        for (const std::string& name : {rule.at, rule.fix ? rule.fix->replace : std::string()}) {
          if (!name.empty() && out.query->capture(name) < 0) {
            return base::fail(base::Errc::invalid_argument, "the query captures no @" + name);
          }
        }
      }
      out.at = reported_capture(rule, *out.query);
      auto where = Conditions::compile(rule.where, grammar, out.query->capture_names(), strict);
      if (!where) return base::fail(where.error());
      out.where = std::move(*where);
      break;
    }
    case Rule::Kind::check:
      out.check = find_check(rule.check);
      if (out.check == nullptr)
        return base::fail(base::Errc::invalid_argument, "there is no check " + rule.check);
      break;
    case Rule::Kind::taint: {
      auto taint = TaintRule::compile(rule, grammar, strict);
      if (!taint) return base::fail(taint.error());
      out.taint = std::move(*taint);
      break;
    }
  }
  return out;
}

}  // namespace

struct RuleSet::ForGrammar {
  const Model* model = nullptr;
  std::vector<CompiledRule> rules;
  std::vector<std::vector<std::uint16_t>> by_kind;  ///< for each kind, the query rules that can start there
  std::vector<std::uint16_t> anywhere;              ///< query rules that can start at any named node
  std::unique_ptr<const TaintRules> taint;          ///< null for none
};

RuleSet::RuleSet(std::vector<Rule> rules) : rules_(std::move(rules)) {}

const std::string& RuleSet::hash() const {
  std::call_once(hashed_, [this] {
    std::vector<Rule> without_tests = rules_;
    for (Rule& rule : without_tests) {
      rule.bad.clear();
      rule.ok.clear();
    }
    hash_ = base::sha256_hex(encode_rules(without_tests)).substr(0, 16);
  });
  return hash_;
}

RuleSet::~RuleSet() = default;

const Rule* RuleSet::find(std::string_view id) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [id](const Rule& r) { return r.id == id; });
  return found == rules_.end() ? nullptr : &*found;
}

const RuleSet::ForGrammar& RuleSet::compiled(const Model& model) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& one : grammars_) {
    if (one->model == &model) return *one;
  }
  auto built = std::make_unique<ForGrammar>();
  built->model = &model;
  built->by_kind.resize(model.grammar().kind_count());
  for (const Rule& rule : rules_) {
    if (std::find(rule.languages.begin(), rule.languages.end(), model.language()) == rule.languages.end())
      continue;
    auto one = compile(rule, model.grammar(), false);
    if (!one) continue;  // built-in rules are checked by the build, a user's own by load_rules' caller
    const auto index = static_cast<std::uint16_t>(built->rules.size());
    if (one->query) {
      if (one->query->root_kinds().empty()) built->anywhere.push_back(index);
      for (const KindId kind : one->query->root_kinds()) {
        if (kind < built->by_kind.size()) built->by_kind[kind].push_back(index);
      }
    }
    built->rules.push_back(std::move(*one));
  }
  std::vector<const TaintRule*> taint;
  for (const CompiledRule& one : built->rules) {
    if (one.taint) taint.push_back(one.taint.get());
  }
  if (!taint.empty()) built->taint = std::make_unique<const TaintRules>(std::move(taint));
  grammars_.push_back(std::move(built));
  return *grammars_.back();
}

void RuleSet::run(const FileView& file, const core::CodeMetrics& metrics, Findings& findings,
                  const Rule* only) const {
  const ForGrammar& all = compiled(file.model);
  const auto wanted = [only](const CompiledRule& one) {
    return only != nullptr ? one.rule == only : one.rule->enabled;
  };
  const auto try_at = [&](const CompiledRule& one, NodeId n) {
    one.query->match_at(file.tree, n, [&](const Match& match) {
      Captures captures;
      captures.root = match.root;
      captures.nodes.reserve(match.captures.size());
      for (const Capture& capture : match.captures) {
        captures.nodes.emplace_back(one.query->capture_names()[capture.name], capture.node);
      }
      if (one.where.hold(file, captures)) {
        NodeId at = one.at < 0 ? match.root : match.first(static_cast<std::uint16_t>(one.at));
        if (at == kNone) at = match.root;
        findings.add(*one.rule, at, captures, {});
      }
      return true;
    });
  };
  for (NodeId n = 0; n < file.tree.size(); ++n) {
    const KindId kind = file.tree.kind(n);
    if (kind < all.by_kind.size()) {
      for (const std::uint16_t index : all.by_kind[kind]) {
        if (wanted(all.rules[index])) try_at(all.rules[index], n);
      }
    }
    if (!all.anywhere.empty() && file.tree.is_named(n)) {
      for (const std::uint16_t index : all.anywhere) {
        if (wanted(all.rules[index])) try_at(all.rules[index], n);
      }
    }
  }
  std::optional<std::vector<MemoryEvent>> memory;
  for (const CompiledRule& one : all.rules) {
    if (wanted(one) && one.check != nullptr) one.check->run({file, *one.rule, metrics, findings, memory});
  }
  if (all.taint) all.taint->run(file, only, findings);
}

std::vector<std::string> RuleSet::check(const Rule& rule, bool strict) {
  std::vector<std::string> problems;
  for (const core::Language language : rule.languages) {
    for (const bool tsx : {false, true}) {
      if (tsx && language != core::Language::typescript) continue;
      const Model* model = Model::find(language, tsx);
      if (model == nullptr) continue;
      auto compiled = compile(rule, model->grammar(), strict);
      if (!compiled)
        problems.push_back(std::string(model->grammar().name()) + ": " + compiled.error().message);
    }
  }
  return problems;
}

}  // namespace assay::analysis
