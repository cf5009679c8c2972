#include "analysis/syntax/tree.hpp"

#include <tree_sitter/api.h>

#include <algorithm>
#include <memory>

#include "analysis/syntax/annotations.hpp"

namespace assay::analysis {
namespace {

struct ParserDelete {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
struct TreeDelete {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};

}  // namespace

base::Result<Tree> Tree::parse(const Grammar& grammar, std::string_view text,
                               std::chrono::milliseconds limit) {
  return parse(grammar, text, limit, Frame{});
}

base::Result<Tree> Tree::parse(const Grammar& grammar, std::string_view text, std::chrono::milliseconds limit,
                               const Frame& frame) {
  const bool framed = !frame.before.empty() || !frame.after.empty();
  const bool has_annotations = grammar.name() == "c" || grammar.name() == "cpp";
  const std::string bare = has_annotations ? without_annotations(text) : std::string();
  const std::string_view code = bare.empty() ? text : std::string_view(bare);
  const std::string whole = framed ? frame.before + std::string(code) + frame.after : std::string();
  const std::string_view read = framed ? std::string_view(whole) : code;
  const std::unique_ptr<TSParser, ParserDelete> parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), static_cast<const TSLanguage*>(grammar.raw()))) {
    return base::fail(base::Errc::internal, "the grammar does not fit the tree-sitter core");
  }
  ts_parser_set_timeout_micros(parser.get(),
                               static_cast<std::uint64_t>(std::chrono::microseconds(limit).count()));
  const std::unique_ptr<TSTree, TreeDelete> parsed(
      ts_parser_parse_string(parser.get(), nullptr, read.data(), static_cast<std::uint32_t>(read.size())));
  if (!parsed) return base::fail(base::Errc::timeout, "parsing took too long");

  Tree tree(grammar, text);
  tree.nodes_.reserve(text.size() / 3 + 16);
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(parsed.get()));
  NodeId parent = kNone;
  bool walking = true;
  const auto lead = static_cast<std::uint32_t>(frame.before.size());
  const auto length = static_cast<std::uint32_t>(text.size());
  const auto offset = [lead, length](std::uint32_t at) {
    return at <= lead ? 0 : std::min(at - lead, length);
  };
  while (walking) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const auto id = static_cast<NodeId>(tree.nodes_.size());
    std::uint8_t flags = 0;
    if (ts_node_is_named(node)) flags |= kNamed;
    if (ts_node_is_extra(node)) flags |= kExtra;
    if (ts_node_is_missing(node)) flags |= kMissing;
    if (ts_node_has_error(node)) flags |= kHasError;
    const std::uint32_t start = ts_node_start_byte(node);
    if (start < lead && parent != kNone) flags |= kAdded;
    tree.nodes_.push_back({offset(start), offset(ts_node_end_byte(node)), parent, id + 1,
                           ts_node_symbol(node), ts_tree_cursor_current_field_id(&cursor), flags});
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      parent = id;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        walking = false;
        break;
      }
      tree.nodes_[parent].subtree_end = static_cast<NodeId>(tree.nodes_.size());
      parent = tree.nodes_[parent].parent;
    }
  }
  ts_tree_cursor_delete(&cursor);
  return tree;
}

Tree Tree::unparsed(const Grammar& grammar, std::string_view text) {
  Tree tree(grammar, text);
  tree.nodes_.push_back({0, static_cast<std::uint32_t>(text.size()), kNone, 1, kNoKind, 0, kNamed});
  return tree;
}

std::uint32_t Tree::end_line(NodeId n) const {
  const Node& node = at(n);
  return lines_.line_of(node.end > node.start ? node.end - 1 : node.start);
}

NodeId Tree::previous_sibling(NodeId n) const {
  if (n == 0) return kNone;
  NodeId previous = kNone;
  for (NodeId c = first_child(parent(n)); c != n; c = next_sibling(c)) previous = c;
  return previous;
}

NodeId Tree::next_named_sibling(NodeId n) const {
  NodeId c = next_sibling(n);
  while (c != kNone && (!is_named(c) || is_extra(c))) c = next_sibling(c);
  return c;
}

NodeId Tree::previous_named_sibling(NodeId n) const {
  if (n == 0) return kNone;
  NodeId previous = kNone;
  for (NodeId c = first_child(parent(n)); c != n; c = next_sibling(c)) {
    if (is_named(c) && !is_extra(c)) previous = c;
  }
  return previous;
}

NodeId Tree::first_named_child(NodeId n) const { return named_child(n, 0); }

NodeId Tree::named_child(NodeId n, std::size_t index) const {
  for (NodeId c : children(n)) {
    if (!is_named(c) || is_extra(c)) continue;
    if (index == 0) return c;
    --index;
  }
  return kNone;
}

std::size_t Tree::named_child_count(NodeId n) const {
  std::size_t count = 0;
  for (NodeId c : children(n)) count += is_named(c) && !is_extra(c) ? 1 : 0;
  return count;
}

NodeId Tree::child(NodeId n, FieldId wanted) const {
  if (wanted == 0) return kNone;
  for (NodeId c : children(n)) {
    if (field(c) == wanted) return c;
  }
  return kNone;
}

NodeId Tree::child_of_kind(NodeId n, std::string_view wanted) const {
  for (NodeId c : children(n)) {
    if (kind_name(c) == wanted) return c;
  }
  return kNone;
}

std::vector<NodeId> Tree::named_children(NodeId n) const {
  std::vector<NodeId> found;
  for (NodeId c : children(n)) {
    if (is_named(c) && !is_extra(c)) found.push_back(c);
  }
  return found;
}

NodeId Tree::smallest_covering(std::uint32_t from, std::uint32_t to) const {
  NodeId found = 0;
  for (NodeId c = first_child(found); c != kNone;) {
    if (start(c) <= from && to <= end(c)) {
      found = c;
      c = first_child(c);
    } else {
      c = next_sibling(c);
    }
  }
  return found;
}

}  // namespace assay::analysis
