#pragma once
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analysis/rules/conditions.hpp"
#include "analysis/rules/findings.hpp"
#include "analysis/taint/code.hpp"
#include "analysis/taint/formats.hpp"
#include "analysis/taint/library.hpp"
#include "analysis/taint/spec.hpp"
#include "analysis/taint/state.hpp"

namespace assay::analysis::taint {

/// Runs the code of one file on values of which little is known, and sees what reaches the sinks.
///
/// Each function that something outside may call is run once; calls of the file's own functions are entered.
/// Not thread-safe; one file, then thrown away.
class Interpreter {
 public:
  Interpreter(const FileView& file, const Program& program, Values& values, const TaintSet& set, Rules live);

  void run();
  /// Reports what was found, the clearest way for each place.
  void report(Findings& findings) const;
  /// The bound of the work was hit.
  bool exhausted() const { return exhausted_; }

 private:
  struct Loop {
    State broken;
    State continued;
    V value = nullptr;
    Loop* outer = nullptr;
  };
  struct Try {
    State thrown;
    Try* outer = nullptr;
  };
  struct Frame {
    const Function* function = nullptr;
    V self = nullptr;
    State returned;
    V result = nullptr;
    Loop* loop = nullptr;
    Try* tried = nullptr;
    FlatMap<std::uint32_t> labels;  ///< Symbol -> index in label_states
    std::vector<State> label_states;
    std::uint32_t context = 0;
    Frame* outer = nullptr;
  };
  using Branches = std::pair<State, State>;
  struct Call {
    CodeId id;
    const Code* code;
    V receiver = nullptr;  ///< what the method is called on; null for plain calls
    CodeId receiver_code = 0;
    std::vector<V> values;  ///< of the arguments, keywords' values in their places
    std::vector<CodeId> codes;
    Symbol simple = 0;
    Known known = Known::none;
    std::string_view name(const Symbols& symbols) const { return symbols.text(simple); }
  };

  // interpreter.cpp: entries and functions
  bool only_faults() const;
  bool may_begin_fault(const Function& function) const;
  void run_entry(const Function& function);
  void bind_entry(const Function& function, State& state);
  V source_parameter(const Function& function, const Parameter& parameter, std::string_view header);
  void set_declared_fields(const Class& type, State& state);
  V default_instance(NodeId type, State& state, bool construct);
  V call_function(NodeId node, V self, const std::vector<V>& values, const std::vector<CodeId>& codes,
                  CodeId at, State& state);
  void bind_arguments(const Function& function, const std::vector<V>& values,
                      const std::vector<CodeId>& codes, State& state);
  V run_callback(V function, const std::vector<V>& values, State& state);
  /// A function that is written here and kept, returned or wrapped is looked at here, in case nobody calls it
  /// in this file: with unknown arguments, and without a trace in `state`.
  void look_at_kept(V function, CodeId written, const State& state);
  V run_body(const Function& function, V self, State& state, std::uint32_t context);
  NodeId find_method(NodeId type, Symbol name, std::size_t arguments) const;
  bool on_stack(NodeId function) const;
  int depth() const;

  // statements.cpp
  V eval(CodeId id, State& state);
  V eval_control(CodeId id, const Code& code, State& state);
  V block(const Code& code, State& state);
  V if_(const Code& code, State& state);
  V while_(const Code& code, State& state);
  V each(const Code& code, State& state);
  V switch_(const Code& code, State& state);
  V try_(const Code& code, State& state);
  void leave_to(State& where, State& state);

  // expressions.cpp
  V name(CodeId id, const Code& code, State& state);
  V member(CodeId id, const Code& code, State& state);
  V any_member(CodeId id, const Code& code, State& state);
  V member_of(V object, Symbol property, State& state);
  V index(CodeId id, const Code& code, State& state);
  V element_at(V object, V key, State& state);
  V element_of(V object, State& state);
  V entry_of(V element, CodeId at, const State& state);
  V binary(CodeId id, const Code& code, State& state);
  V fold(Binary op, V left, V right) const;
  V text(const Code& code, State& state);
  V list(CodeId id, const Code& code, State& state);
  V map(CodeId id, const Code& code, State& state);
  void assign(CodeId target, V value, State& state, const Code& at);
  /// Changes what a value refers to; for sure where it is one object, else perhaps.
  template <class Change>
  void update_object(V object, State& state, Change&& change);
  V with_object(CodeId target, State& state);
  V whole(V value, const State& state) const;
  /// Objects that were looked at, and how deep inside the value that was asked for.
  using Seen = std::vector<std::pair<ObjectId, int>>;
  void gather(V value, const State& state, int depth, Value& into, Seen& seen) const;
  V allocate(CodeId site, O object, State& state);
  O object_of(V value, const State& state) const;
  static Rules ruled_out_by(V receiver);
  V source(CodeId id, V receiver, State& state);
  std::string_view with_key(NodeId n) const;
  V from_outside(const Facts::Source& source, std::string_view root, const Code& at, const State& state);

  // tests.cpp
  Branches branch(CodeId condition, State state);
  void learn(CodeId test, bool outcome, State& state);
  void learn_kept(CodeId test, bool outcome, State& state);
  void learn_call(CodeId id, bool outcome, State& state);
  void learn_guards(CodeId id, bool outcome, bool compared, State& state);
  void accept(CodeId tested, Rules rules, State& state);
  V peek(CodeId id, const State& state);
  bool is_position(CodeId id) const;

  // calls.cpp
  V call(CodeId id, const Code& code, State& state);
  V create(CodeId id, const Code& code, State& state);
  /// q.getId(), where this file declares such a method with a number as result.
  bool is_number_getter(const Call& call) const {
    return call.receiver != nullptr && call.values.empty() && program_.number_members.contains(call.simple);
  }
  V own_function(const Call& call, State& state, bool& found);
  NodeId callee_of(const Call& call, const State& state, V& self);
  /// Python's generated constructors (dataclass, NamedTuple, models): the arguments become the declared
  /// fields, by name, or in the order of the declarations where that is sure. False: it can't be told which.
  bool set_fields(const std::vector<const Class*>& chain, const std::vector<V>& values,
                  const std::vector<CodeId>& codes, V object, State& state);
  V instantiate(NodeId type, const std::vector<V>& values, const std::vector<CodeId>& codes, CodeId at,
                State& state);
  V outside(Call& call, const Facts& facts, State& state);
  V fold_call(const Call& call);
  CodeId filled_place(CodeId place) const;
  void fill_arguments(const Call& call, const Facts& facts, State& state);
  V higher_order(const Call& call, V base, State& state, bool& ran);
  // containers.cpp
  V container_call(const Call& call, State& state, bool& handled);
  V text_call(const Call& call, ObjectId id, O object, State& state);
  V list_call(const Call& call, O object, State& state, bool& handled);
  V record_call(const Call& call, O object, State& state, bool& handled);
  Symbol key_of(const std::vector<V>& values, std::size_t count);

  // format_calls.cpp
  V filled(const std::vector<FormatPiece>& pieces, const std::vector<V>& values,
           const std::vector<std::pair<Symbol, V>>& named, int line);
  V format_call(const Call& call, V receiver, const std::vector<V>& given, State& state);
  V percent_format(V format, V values, State& state, int line);
  V joined(V separator, V list, State& state, int line);
  Rules sanitized_by_elements(const Call& call);

  // sinks.cpp
  void check_sinks(const Call& call, const Facts& facts, State& state);
  void check_assignment(CodeId target, V value, State& state, const Code& at);
  void check_return(V value, const Code& at, State& state);
  /// How sure it is that a value does harm.
  enum class Evidence : std::uint8_t {
    none,
    unknown,  ///< nothing is known of it
    built,    ///< text with parts of unknown origin
    tainted,
  };
  Evidence evidence(V value, int rule, const Sink& sink, const State& state, const Step*& path) const;
  bool set_elsewhere(NodeId used) const;

  // outside_numbers.cpp
  V as_number(V value);
  void check_number(std::string_view place, V value, const Code& at, State& state);
  void learn_limit(CodeId left, CodeId right, bool left_is_less, State& state);
  static bool is_limited(std::string_view parameter);

  void check_null(V value, CodeId used, const Code& at);
  void fault(Rules rules, CodeId what, const Code& at);
  void found(int rule, NodeId at, const Step* path, Evidence evidence, const Captures& captures);

  const Facts& facts_of(CodeId id, V base);
  Symbol full_name(CodeId id);
  const Code& code(CodeId id) const { return program_.codes[id]; }
  std::string_view text_of(Symbol s) const { return values_.symbols().text(s); }
  int line(const Code& code) const { return static_cast<int>(file_.tree.start_line(code.at)); }
  bool spend();

  struct Candidate {
    int rule;
    NodeId at;
    const Step* path;
    Evidence evidence;
    Captures captures;
  };

  const FileView& file_;
  const Program& program_;
  Values& values_;
  Objects objects_;
  const TaintSet& set_;
  const Rules live_;
  std::vector<Symbol> names_;        ///< by CodeId; 0: not asked for yet
  std::vector<const Facts*> facts_;  ///< by Symbol
  std::vector<Candidate> candidates_;
  std::unordered_set<NodeId>
      refuted_;  ///< where a later round or another caller showed that there is no fault
  std::unordered_map<std::uint64_t, std::size_t> candidate_of_;
  std::unordered_map<std::uint64_t, ObjectId> object_ids_;
  std::unordered_map<std::uint64_t, std::uint32_t> contexts_;
  std::unordered_set<NodeId> entered_;  ///< lambdas that something called
  State globals_;
  std::pair<NodeId, bool> instance_of_{kNone, false};  ///< class and whether its constructor ran
  State instance_state_;                               ///< `globals_` and an object of that class
  std::vector<NodeId> made_;                           ///< the classes whose fields are being set
  Frame* frame_ = nullptr;
  std::vector<CodeId> kept_tests_;  ///< that are being learnt from
  int quiet_ = 0;                   ///< sinks are not looked at
  int nesting_ = 0;
  std::size_t steps_ = 0;
  std::size_t entry_steps_ = 0;
  std::vector<std::string> give_null_;  ///< functions that may give null
  std::size_t entry_limit_ = 0;         ///< steps of one entry after which it enters no more functions
  bool exhausted_ = false;
};

template <class Change>
void Interpreter::update_object(V object, State& state, Change&& change) {
  const bool sure = object->other == 0;
  for (const ObjectId id : {object->object, object->other}) {
    if (id == 0) continue;
    const O* found = state.heap.find(id);
    if (found == nullptr) continue;
    const O changed = change(*found);
    state.heap.set(id, sure ? changed : objects_.join(*found, changed));
  }
}

}  // namespace assay::analysis::taint
