#pragma once
#include <cstdint>
#include <memory_resource>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/syntax/tree.hpp"
#include "analysis/taint/symbols.hpp"

namespace assay::analysis::taint {

/// A set of rules, by their bit.
using Rules = std::uint64_t;
inline constexpr Rules kAllRules = ~Rules{0};

/// One step of the way that data took: last step first.
struct Step {
  int line;
  Symbol note;
  const Step* before;
};

/// Data from outside: for which rules it still does harm, and how it came here. The root says which piece of
/// outside data it is: a test of one copy speaks for all of them.
struct Taint {
  Rules rules;
  Symbol root;
  const Step* path;
  const Taint* next;
};

/// A value that is known. `number` is exact for integers below 2^53, which is all that branches ask for.
struct Constant {
  enum class Kind : std::uint8_t { none, null, boolean, integer, real, text };
  Kind kind = Kind::none;
  double number = 0;
  std::string_view text;
  bool known() const { return kind != Kind::none; }
  bool numeric() const { return kind == Kind::integer || kind == Kind::real; }
  bool operator==(const Constant&) const = default;
};

/// A place on the heap: where it was allocated. 0 is none.
using ObjectId = std::uint32_t;

/// What is known of the result of an expression. Immutable; lives in the arena of its analysis.
struct Value {
  Constant constant;
  Rules safe = 0;       ///< for these rules, what is not tainted of it is harmless; all: a constant, a number
  bool text = false;    ///< put together as text
  bool number = false;  ///< made a number, and tainted for the rules about numbers
  const Step* built = nullptr;  ///< text with parts of unknown origin: where it was put together
  std::string_view literal;     ///< the constant parts of the text, "?" where the others stand
  const Taint* taint = nullptr;
  ObjectId object = 0;  ///< what it refers to; the second one where two branches differ
  ObjectId other = 0;
  NodeId function = kNone;  ///< the function or class of this file that it is
  ObjectId self = 0;        ///< the object that a method was taken from
  Symbol name = 0;          ///< the full name of the thing outside this file that it is
  std::uint32_t test = 0;   ///< the code of the test that it is the result of

  bool harmless() const { return safe == kAllRules && taint == nullptr; }
};
using V = const Value*;

/// Makes values. Everything that it returns lives as long as it does. Not thread-safe.
class Values {
 public:
  explicit Values(Symbols& symbols);

  template <class T, class... Args>
  T* make(Args&&... args) {
    return new (arena_.allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }
  template <class T>
  T* array(std::size_t count) {
    return static_cast<T*>(arena_.allocate(sizeof(T) * (count == 0 ? 1 : count), alignof(T)));
  }
  std::string_view keep(std::string_view text);

  V unknown() const { return unknown_; }
  V harmless() const { return harmless_; }
  V null() const { return null_; }
  V boolean(bool value) const { return value ? true_ : false_; }
  V number(double value, bool integer);
  V text(std::string_view value);

  /// What it is on one of two ways. Returns `a` itself where `b` adds nothing; either may be null.
  V join(V a, V b);
  /// `a` with the taint and suspicion of `b`, but nothing else of it.
  V absorb(V a, V b);
  /// The same, into a value that is being made.
  void absorb_into(Value& into, V b);
  /// `made` as a value that lives on: `old` itself where nothing differs.
  V kept(const Value& made, V old);
  /// Text made of `a` and then `b`; `at` is where, for the trace.
  V concat(V a, V b, int line);
  /// What is left of a value that some function made something of: taint and suspicion.
  V derived(V value);
  /// The same data, without what harms these rules.
  V without(V value, Rules rules);
  V with_step(V value, int line, Symbol note);
  V tainted(Rules rules, Symbol root, int line, Symbol note);

  const Taint* merge(const Taint* a, const Taint* b);
  static Rules rules_of(const Taint* taint);
  /// Something that came from outside was made.
  bool any_tainted() const { return any_tainted_; }
  Symbols& symbols() { return symbols_; }
  const Symbols& symbols() const { return symbols_; }

 private:
  Symbols& symbols_;
  std::pmr::monotonic_buffer_resource arena_;
  V unknown_;
  V harmless_;
  V null_;
  V true_;
  V false_;
  Symbol built_note_;
  bool any_tainted_ = false;
};

/// Constant parts of texts are kept to this length.
inline constexpr std::size_t kMaxLiteral = 400;

/// The text of a constant as string building writes it.
std::string constant_text(const Constant& constant);

}  // namespace assay::analysis::taint
