#pragma once
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/memory/memory.hpp"
#include "analysis/memory/state.hpp"

namespace assay::analysis::memory {

/// Walks through one function and collects what is wrong in it.
class Walker {
 public:
  Walker(const FileView& file, std::vector<MemoryEvent>& events)
      : file_(file), tree_(file.tree), events_(events) {}

  void run(NodeId function);

 private:
  // Statements (statements.cpp).
  void statement(NodeId n, State& state);
  void statements_in(NodeId n, State& state);
  void branch(NodeId n, State& state);
  void loop(NodeId n, State& state);
  void check_sums(NodeId n, State& state);
  void check_rounds(NodeId n, State& state);
  void switched(NodeId n, State& state);
  void declaration(NodeId n, State& state);
  void declare(NodeId declarator, NodeId type, NodeId value, State& state);
  void returned(NodeId n, State& state);

  // Expressions (expressions.cpp).
  void expression(NodeId n, State& state);
  void assignment(NodeId n, State& state);
  void assign(NodeId target, NodeId value, State& state);
  void subscript(NodeId n, State& state);
  void deref(NodeId pointer, State& state);
  void read(NodeId n, State& state);
  Fact value_of(NodeId value, State& state);
  Fact allocation(NodeId call, std::string_view function, State& state);

  // Calls (calls.cpp).
  void call(NodeId n, State& state);
  void freed(NodeId at, NodeId pointer, std::string_view how, State& state);
  void check_length(NodeId n, std::string_view function, const std::vector<NodeId>& arguments, State& state);

  // What a condition says: the tested pointers are no longer unchecked.
  void tested(NodeId condition, State& state);
  /// Forgets all that is assigned or has its address taken below `n`.
  void forget_changed(NodeId n, State& state);
  /// The key of `p`, `p->next`, `s.name`; empty for anything else.
  std::string key_of(NodeId n) const;
  std::string_view text(NodeId n) const { return n == kNone ? std::string_view() : tree_.text(n); }
  NodeId strip(NodeId n) const { return n == kNone ? kNone : file_.model.strip(tree_, n); }
  void report(MemoryEvent::Kind kind, NodeId at, std::string name, std::string detail, int line);

  const FileView& file_;
  const Tree& tree_;
  std::vector<MemoryEvent>& events_;
  NodeId function_ = kNone;
  std::set<std::tuple<MemoryEvent::Kind, std::string, int>> reported_;
  int depth_ = 0;
};

/// Local pointers that get memory and lose it at the end of the function (leaks.cpp).
void find_leaks(const FileView& file, NodeId function, std::vector<MemoryEvent>& events);

bool allocates(std::string_view function);
/// A function after which nothing goes on: exit, abort …
bool never_returns(std::string_view function);

}  // namespace assay::analysis::memory
