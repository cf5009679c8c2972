#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

/// Rust that the compiler takes and the grammar does not: `try!(...)` of the first edition, a variable called
/// `raw` behind `&`, `where` without a bound or behind a struct without fields, tokens of a macro's own.
bool of_another_rust(const CheckContext& context, const Tree& tree, NodeId error) {
  if (context.file.model.language() != core::Language::rust) return false;
  const std::string_view text = tree.text(error);
  if (text == "try" || text.starts_with("try!") || text.starts_with("try::") || text.starts_with("raw") ||
      text.starts_with("where"))
    return true;
  for (NodeId n = tree.parent(error); n != kNone; n = tree.parent(n)) {
    if (tree.is(n, "macro_invocation") || tree.is(n, "macro_definition") || tree.is(n, "where_predicate"))
      return true;
  }
  return false;
}

/// Words of newer TypeScript before type parameters and members, which the grammar does not know.
bool is_newer_modifier(std::string_view text) {
  for (const std::string_view word : {"in", "out", "in out", "const", "accessor", "using"}) {
    if (text == word) return true;
  }
  return false;
}

/// JavaScript with Flow's types is no JavaScript, and none that could be parsed.
bool is_flow(std::string_view text) {
  return text.find("@flow") != std::string_view::npos ||
         text.find("\nimport type ") != std::string_view::npos ||
         text.find("\nexport type ") != std::string_view::npos;
}

}  // namespace

/// Reports the first place that does not parse, and only that one: what follows it is often its consequence.
/// A text that is mostly unparsable is in another language, or a fragment, which the coverage says better.
void check_syntax_error(const CheckContext& context) {
  const Tree& tree = context.file.written != nullptr ? *context.file.written : context.file.tree;
  // Both branches of a conditional compilation are in the text, and together they need not parse.
  if (context.file.model.language() == core::Language::csharp &&
      tree.text().find("#if") != std::string_view::npos)
    return;
  // Declarations use the newest syntax there is, which the grammar does not know yet.
  if (context.file.filename.ends_with(".d.ts")) return;
  if (!context.file.sure_language || !tree.has_error(tree.root()) || tree.is_error(tree.root())) return;
  const core::Language language = context.file.model.language();
  if (language == core::Language::javascript && is_flow(tree.text())) return;
  std::size_t broken = 0;
  NodeId first = kNone;
  for (NodeId n = 0; n < tree.size();) {
    if (!tree.has_error(n)) {
      n = tree.subtree_end(n);
      continue;
    }
    if (tree.is_error(n) || tree.is_missing(n)) {
      if (first == kNone && of_another_rust(context, tree, n)) return;  // and what follows is its consequence
      const bool newer = language == core::Language::typescript && is_newer_modifier(tree.text(n));
      if (first == kNone && !newer) first = n;
      broken += tree.end(n) - tree.start(n);
      n = tree.subtree_end(n);
      continue;
    }
    ++n;
  }
  if (first == kNone || broken * 3 > tree.text().size()) return;
  Findings::Extra extra;
  const std::string_view text = tree.text(first);
  if (tree.is_missing(first)) {
    extra.values.emplace_back("what", "missing " + std::string(tree.kind_name(first)));
  } else {
    extra.values.emplace_back(
        "what", "unexpected `" + std::string(text.substr(0, text.find('\n')).substr(0, 40)) + "`");
  }
  context.findings.add_range(context.rule, tree.start(first), tree.end(first), extra);
}

}  // namespace assay::analysis
