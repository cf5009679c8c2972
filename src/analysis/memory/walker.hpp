#pragma once
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/memory/memory.hpp"
#include "analysis/memory/state.hpp"

namespace assay::analysis::memory {

/// Walks through functions and collects what is wrong in them. One file, then thrown away.
class Walker {
 public:
  Walker(const FileView& file, std::vector<MemoryEvent>& events);

  /// Walks through one function of whose parameters nothing is known.
  void run(NodeId function);
  /// After the last function: the copies of which it is known that they fit.
  void finish();

 private:
  /// One function that is being walked through.
  struct Frame {
    NodeId function = kNone;
    State left{.live = false, .facts = {}, .freed = {}};  ///< where it returns
    Fact result;
    bool returned = false;
    int unsure = 0;             ///< branches around that may not be taken
    std::vector<State> broken;  ///< of each loop or switch around: where it is left by break
    Frame* outer = nullptr;
  };

  // Statements (statements.cpp).
  void statement(NodeId n, State& state);
  void statements_in(NodeId n, State& state);
  void block(NodeId n, State& state);
  void branch(NodeId n, State& state);
  void note_freed(State& one, State& other, State& met) const;
  void note_unset(NodeId branch, State& one, State& other, State& met) const;
  bool may_end_here(NodeId statement) const;
  void switched(NodeId n, State& state);
  void returned(NodeId n, State& state);
  void leave(NodeId at, NodeId value, State& state);

  // Loops (loops.cpp).
  void loop(NodeId n, State& state);
  bool runs_once(NodeId n, const State& state);
  void check_sums(NodeId n, State& state);
  void check_rounds(NodeId n, State& state);
  void check_end(NodeId n);

  // Declarations (declarations.cpp).
  void declaration(NodeId n, State& state);
  void declare(NodeId declarator, NodeId type, NodeId value, State& state);
  void declare_array(NodeId declarator, NodeId type, NodeId value, bool pointers, Fact& fact, State& state);

  // Expressions (expressions.cpp).
  void expression(NodeId n, State& state);
  void inner_expression(NodeId n, State& state);
  void binary(NodeId n, State& state);
  void address(NodeId n, State& state);
  void update(NodeId n, State& state);
  void subscript(NodeId n, State& state);
  void deref(NodeId pointer, State& state);
  void read(NodeId n, State& state);

  // Assignments (assignments.cpp).
  void assignment(NodeId n, State& state);
  void assign(NodeId target, NodeId value, State& state);
  void lose(NodeId target, NodeId value, State& state);
  void stored(NodeId target, NodeId value, State& state);
  Fact value_of(NodeId value, State& state);
  Fact allocation(NodeId call, std::string_view function, State& state);

  // Numbers (numbers.cpp).
  Range range_of(NodeId n, State& state);
  Range range_of_call(NodeId n, State& state);
  std::optional<double> constant(NodeId n, State& state);
  /// The length of a text, in elements, where it is known.
  std::optional<double> text_length(NodeId n, State& state);

  // Arithmetic (arithmetic.cpp).
  void check_arithmetic(NodeId n, State& state);
  bool becomes_integer(NodeId n) const;
  void check_narrowing(NodeId at, NodeId target, NodeId value, State& state);
  void check_divisor(NodeId n, NodeId divisor, State& state);

  // Calls (calls.cpp, copies.cpp, own_calls.cpp).
  void call(NodeId n, State& state);
  void check_assertion(NodeId n, State& state);
  void hand_over(NodeId argument, std::string_view function, bool touched, bool prints, State& state);
  bool takes_value(std::string_view function, NodeId argument) const;
  void filled_by(std::string_view function, const std::vector<NodeId>& arguments, NodeId at, State& state);
  void freed(NodeId at, NodeId pointer, std::string_view how, State& state);
  void check_copy(NodeId n, std::string_view function, const std::vector<NodeId>& arguments, State& state);
  void check_length(NodeId n, std::string_view function, const std::vector<NodeId>& arguments, State& state);
  std::pair<std::string, Fact*> buffer(NodeId argument, State& state);
  bool too_long(NodeId at, NodeId argument, double bytes, State& state);
  NodeId own_function(NodeId callee) const;
  bool enter(NodeId call, NodeId function, const std::vector<NodeId>& arguments, State& state);

  // What a condition says (conditions.cpp).
  void assume(NodeId condition, bool outcome, State& state);
  /// The parts that a chain of one operator puts together, from left to right.
  std::vector<NodeId> terms_of(NodeId n, std::string_view op) const;
  void in_turn(NodeId n, std::string_view op, State& state);
  void assume_compared(NodeId n, bool outcome, State& state);
  void limit(NodeId side, std::string_view op, const Range& other, State& state);
  /// Whatever it was compared with: the variables below are no longer untested.
  void tested(NodeId condition, State& state);

  /// Forgets all that is assigned or has its address taken below `n`.
  void forget_changed(NodeId n, State& state);
  /// The fact of a pointer, made where there is none; null for what has no key.
  Fact* pointer(NodeId n, State& state);
  /// The key of `p`, `p->next`, `s.name`, `*p`; empty for anything else.
  std::string key_of(NodeId n) const;
  std::string key_of(NodeId n, int fields) const;
  bool is_local(std::string_view name);
  /// The parameters and the variables that a function declares.
  const std::set<std::string_view>& locals_of(NodeId function);
  /// Those of its parameters that are another name for a variable of the caller: `char*& data`.
  const std::set<std::string_view>& references_of(NodeId function);
  bool is_pointer(NodeId identifier) const;
  std::string_view text(NodeId n) const { return n == kNone ? std::string_view() : tree_.text(n); }
  std::string_view callee_name(NodeId call) const;
  NodeId strip(NodeId n) const { return n == kNone ? kNone : file_.model.strip(tree_, n); }
  NodeId index_of(NodeId subscript) const;
  void report(MemoryEvent::Kind kind, NodeId at, std::string name, std::string detail, int line);

  const FileView& file_;
  const Tree& tree_;
  std::vector<MemoryEvent>& events_;
  Frame* frame_ = nullptr;
  std::map<NodeId, std::set<std::string_view>> locals_;
  std::map<NodeId, std::set<std::string_view>> references_;
  std::map<NodeId, Fact> results_;  ///< what calls of own functions gave
  std::set<std::tuple<MemoryEvent::Kind, std::string, int>> reported_;
  std::set<std::pair<MemoryEvent::Kind, NodeId>> reported_at_;
  std::set<std::string_view>
      counted_;  ///< names that something in the file counts on, or takes the address of
  int objects_ = 0;
  int depth_ = 0;
  int nested_ = 0;  ///< expressions around the one that is looked at
  bool gave_up_ = false;
  int alternatives_ = 0;  ///< around the condition that is looked at (conditions.cpp)
  /// Copies without a limit: whether they fit, seen from the function alone and from those that call it.
  std::map<NodeId, bool> fits_alone_;
  std::map<NodeId, bool> fits_called_;
  std::size_t entered_ = 0;  ///< nodes of functions that calls led into
};

/// Local pointers that get memory and lose it at the end of the function (leaks.cpp).
void find_leaks(const FileView& file, NodeId function, std::vector<MemoryEvent>& events);

bool allocates(std::string_view function);
/// A function after which nothing goes on: exit, abort …
bool never_returns(std::string_view function);
/// Functions of the library that read or write where these arguments point, and keep nothing.
bool borrows(std::string_view function);
/// print_line, log_value: named for showing what they get.
bool only_shows(std::string_view function);

}  // namespace assay::analysis::memory
