#include <unordered_map>

#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

bool word_occurs(std::string_view text, std::string_view word,
                 const std::vector<std::pair<std::uint32_t, std::uint32_t>>& except) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (at > 0 && is_word(text[at - 1])) continue;
    if (at + word.size() < text.size() && is_word(text[at + word.size()])) continue;
    bool inside = false;
    for (const auto& [from, to] : except) inside = inside || (at >= from && at < to);
    if (!inside) return true;
  }
  return false;
}

/// `from ._impl import Name`, unused here: a module that gives out what a private one has.
bool hands_on(const Tree& tree, NodeId statement) {
  const NodeId module = tree.child(statement, "module_name");
  if (module == kNone) return false;
  const std::string_view name = tree.text(module);
  const std::size_t dot = name.rfind('.');
  return name.substr(dot == std::string_view::npos ? 0 : dot + 1).starts_with('_') && name != "__future__";
}

/// So many unused names of one statement were not left over: they are for those who import this file.
constexpr std::size_t kHandedOn = 4;

}  // namespace

/// A name that is imported and then occurs nowhere, not even in a comment or a string (they may be read by
/// tools).
void check_unused_import(const CheckContext& context) {
  const Tree& tree = context.file.tree;
  const Model& model = context.file.model;
  if (context.file.filename.ends_with("__init__.py") || context.file.filename.ends_with(".pyi")) return;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> imports;
  std::vector<NodeId> nodes;
  for (NodeId n = 0; n < tree.size(); ++n) {
    if (model.role(tree, n) != Role::import) continue;
    imports.emplace_back(tree.start(n), tree.end(n));
    // `try: import x except ImportError`, `if TYPE_CHECKING:` and function-local imports have their reasons.
    if (tree.parent(n) == tree.root()) nodes.push_back(n);
  }
  for (const NodeId n : nodes) {
    if (model.language() == core::Language::python && hands_on(tree, n)) continue;
    std::vector<NodeId> unused;
    for (NodeId c = n + 1; c < tree.subtree_end(n); ++c) {
      const std::string_view kind = tree.kind_name(c);
      const std::string_view above = tree.kind_name(tree.parent(c));
      NodeId local = kNone;
      if (model.language() == core::Language::python) {
        const bool from = tree.is(n, "import_from_statement");
        const bool in_list = tree.parent(c) == n && tree.grammar().field_name(tree.field(c)) == "name";
        if (kind == "aliased_import") {
          local = tree.child(c, "alias");
          if (local != kNone && tree.text(local) == tree.text(tree.child(c, "name")))
            local = kNone;  // re-export
        } else if (in_list && kind == "dotted_name" &&
                   (from || tree.text(c).find('.') == std::string_view::npos)) {
          local = c;
        }
      } else if (model.language() == core::Language::java) {
        const bool whole =
            tree.parent(c) == n && kind == "scoped_identifier" && tree.child_of_kind(n, "asterisk") == kNone;
        if (whole) local = tree.child(c, "name");
      } else if (kind == "identifier") {
        const bool specifier = above == "import_specifier";
        const NodeId alias = specifier ? tree.child(tree.parent(c), "alias") : kNone;
        if (above == "import_clause" || above == "namespace_import" ||
            (specifier && (alias == kNone || alias == c)))
          local = c;
      }
      if (local == kNone || tree.text(local) == "React" || tree.text(local).starts_with('_')) continue;
      const std::string_view line = tree.lines().line_text(tree.start_line(local));
      if (line.find("noqa") != std::string_view::npos ||
          line.find("eslint-disable") != std::string_view::npos)
        continue;
      if (word_occurs(tree.text(), tree.text(local), imports)) continue;
      unused.push_back(local);
    }
    if (model.language() == core::Language::python && unused.size() >= kHandedOn) continue;
    for (const NodeId local : unused) {
      Findings::Extra extra;
      extra.values.emplace_back("name", std::string(tree.text(local)));
      context.findings.add(context.rule, local, Captures{local, {}}, extra);
    }
  }
}

}  // namespace assay::analysis
