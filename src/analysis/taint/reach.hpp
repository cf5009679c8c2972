#pragma once
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "analysis/rules/conditions.hpp"
#include "analysis/taint/code.hpp"
#include "analysis/taint/spec.hpp"
#include "analysis/taint/state.hpp"

namespace assay::analysis::taint {

/// Which functions of a file can lead to a finding at all: those that have a sink, and those that may call
/// them, in as many steps as it takes. Running any other one would change nothing.
///
/// A call may lead to every function and class of that name, a name or a member to those of its name and to
/// what the variable holds after the file's own statements have run. Errs on the side of yes.
class Reach {
 public:
  using FactsOf = std::function<const Facts&(CodeId)>;

  /// `globals` is what the file's own statements leave behind, `facts_of` what the rules say of the full name
  /// of some code, `begins_fault` whether a function may begin what the rules about faults look for.
  Reach(const FileView& file, const Program& program, const Values& values, const TaintSet& set, Rules live,
        const State& globals, FactsOf facts_of, const std::function<bool(const Function&)>& begins_fault);

  bool to_finding(const Function& function) const { return reaches_[program_.function_of.at(function.node)]; }

 private:
  using Index = std::uint32_t;

  void look_at(CodeId from, Index user);
  void look_at_one(CodeId id, Index user);
  void uses(Index user, Index used) { users_[used].push_back(user); }
  void uses_name(Index user, Symbol name);
  void uses_node(Index user, NodeId node);
  void uses_value(Index user, V value, int depth);
  void uses_object(Index user, ObjectId id, int depth);
  bool is_sink(CodeId id, bool assignment);
  bool returns_to_sink(const Function& function) const;
  void spread();

  const FileView& file_;
  const Program& program_;
  const Values& values_;
  const TaintSet& set_;
  const Rules live_;
  const State& globals_;
  const FactsOf facts_of_;
  std::unordered_map<NodeId, Index> classes_;
  std::unordered_map<Symbol, bool> ends_sink_[2];  ///< by the last word of a name: for calls, for assignments
  std::vector<std::vector<Index>> users_;          ///< by function, then by class: who may call it
  std::vector<bool> reaches_;
};

}  // namespace assay::analysis::taint
