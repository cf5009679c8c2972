#pragma once
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/syntax/grammar.hpp"
#include "analysis/syntax/lines.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// A node of a Tree: its index in source order (preorder), so that `a < b` says which starts first and the
/// descendants of `n` are exactly the ids in (n, subtree_end(n)).
using NodeId = std::uint32_t;
inline constexpr NodeId kNone = 0xFFFFFFFF;

/// Code that is parsed around a text which lacks it.
struct Frame {
  std::string before;
  std::string after;
};

/// The syntax tree of one text, copied out of tree-sitter into one flat array: parents, fields and ranges
/// cost one load instead of a walk from the root, which is what rules, name resolution and data flow ask for
/// all the time. Immutable; refers to the text it was parsed from, which must outlive it. Thread-safe to
/// read.
///
/// kNone may be asked, too: it has no kind, no text, no children and no parent, so that code that has errors
/// or lacks parts need not be told apart at each step.
class Tree {
 public:
  /// Parses `text` (at most 4 GB, any bytes). `timeout` where the parser gives up; some inputs hang the
  /// parser in spite of it, so run it in a process that can be killed.
  static base::Result<Tree> parse(const Grammar& grammar, std::string_view text,
                                  std::chrono::milliseconds limit);
  /// The same with code around the text that it was cut out of. All offsets are those of `text`; nodes of the
  /// frame have an empty range at its begin or end, or that part of theirs which is in the text.
  static base::Result<Tree> parse(const Grammar& grammar, std::string_view text,
                                  std::chrono::milliseconds limit, const Frame& frame);

  /// A tree of one node: for what has no grammar but text. `grammar` only stands in.
  static Tree unparsed(const Grammar& grammar, std::string_view text);

  const Grammar& grammar() const { return *grammar_; }
  std::string_view text() const { return text_; }
  const LineIndex& lines() const { return lines_; }

  NodeId root() const { return 0; }
  std::size_t size() const { return nodes_.size(); }

  KindId kind(NodeId n) const { return at(n).kind; }
  std::string_view kind_name(NodeId n) const {
    return n < nodes_.size() ? grammar_->kind_name(nodes_[n].kind) : std::string_view{};
  }
  bool is(NodeId n, std::string_view kind) const { return kind_name(n) == kind; }
  /// The role that the node has in its parent; 0 for none.
  FieldId field(NodeId n) const { return at(n).field; }
  bool is_named(NodeId n) const { return (at(n).flags & kNamed) != 0; }
  /// Comments and the like, which may stand anywhere.
  bool is_extra(NodeId n) const { return (at(n).flags & kExtra) != 0; }
  bool is_missing(NodeId n) const { return (at(n).flags & kMissing) != 0; }
  bool is_error(NodeId n) const { return at(n).kind == kErrorKind; }
  /// It begins in the frame around the text, so that nothing can be said about it.
  bool is_added(NodeId n) const { return (at(n).flags & kAdded) != 0; }
  /// An ERROR or a MISSING node is in the subtree.
  bool has_error(NodeId n) const { return (at(n).flags & kHasError) != 0; }

  std::uint32_t start(NodeId n) const { return at(n).start; }
  std::uint32_t end(NodeId n) const { return at(n).end; }
  std::uint32_t start_line(NodeId n) const { return lines_.line_of(at(n).start); }
  /// The line of the node's last byte.
  std::uint32_t end_line(NodeId n) const;
  std::string_view text(NodeId n) const { return text_.substr(at(n).start, at(n).end - at(n).start); }

  /// kNone at the root.
  NodeId parent(NodeId n) const { return at(n).parent; }
  NodeId subtree_end(NodeId n) const { return at(n).subtree_end; }
  bool contains(NodeId ancestor, NodeId n) const { return ancestor <= n && n < at(ancestor).subtree_end; }
  NodeId first_child(NodeId n) const { return n + 1 < at(n).subtree_end ? n + 1 : kNone; }
  NodeId next_sibling(NodeId n) const {
    const NodeId next = at(n).subtree_end;
    return n != 0 && next < at(at(n).parent).subtree_end ? next : kNone;
  }
  NodeId previous_sibling(NodeId n) const;
  NodeId next_named_sibling(NodeId n) const;
  NodeId previous_named_sibling(NodeId n) const;
  NodeId first_named_child(NodeId n) const;
  /// The index-th child that is named and no extra; kNone if there are fewer.
  NodeId named_child(NodeId n, std::size_t index) const;
  std::size_t named_child_count(NodeId n) const;
  /// The first child in that role; kNone if there is none or `field` is 0.
  NodeId child(NodeId n, FieldId field) const;
  NodeId child(NodeId n, std::string_view field_name) const { return child(n, grammar_->field(field_name)); }
  /// The first child of that kind, named or not.
  NodeId child_of_kind(NodeId n, std::string_view kind) const;

  /// `for (NodeId c : tree.children(n))`: all children in order, anonymous ones and extras included.
  class ChildRange;
  ChildRange children(NodeId n) const;
  /// The children that are named and no extras.
  std::vector<NodeId> named_children(NodeId n) const;

  /// The smallest node that covers [start, end).
  NodeId smallest_covering(std::uint32_t start, std::uint32_t end) const;

 private:
  enum Flag : std::uint8_t { kNamed = 1, kExtra = 2, kMissing = 4, kHasError = 8, kAdded = 16 };
  struct Node {
    std::uint32_t start;
    std::uint32_t end;
    NodeId parent;
    NodeId subtree_end;
    KindId kind;
    FieldId field;
    std::uint8_t flags;
  };

  static constexpr Node kNothing{0, 0, kNone, 0, 0, 0, 0};
  const Node& at(NodeId n) const { return n < nodes_.size() ? nodes_[n] : kNothing; }

  Tree(const Grammar& grammar, std::string_view text) : grammar_(&grammar), text_(text), lines_(text) {}

  const Grammar* grammar_;
  std::string_view text_;
  LineIndex lines_;
  std::vector<Node> nodes_;
};

class Tree::ChildRange {
 public:
  class Iterator {
   public:
    using value_type = NodeId;
    using difference_type = std::ptrdiff_t;
    Iterator(const Tree* tree, NodeId at) : tree_(tree), at_(at) {}
    NodeId operator*() const { return at_; }
    Iterator& operator++() {
      at_ = tree_->next_sibling(at_);
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const Tree* tree_;
    NodeId at_;
  };
  ChildRange(const Tree* tree, NodeId first) : tree_(tree), first_(first) {}
  Iterator begin() const { return {tree_, first_}; }
  Iterator end() const { return {tree_, kNone}; }

 private:
  const Tree* tree_;
  NodeId first_;
};

inline Tree::ChildRange Tree::children(NodeId n) const { return {this, first_child(n)}; }

}  // namespace assay::analysis
