#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/issue.hpp"
#include "core/language.hpp"

namespace assay::analysis {

/// What a text has to be. Regular expressions are RE2's, searched for anywhere in the text.
struct TextTest {
  enum class Op : std::uint8_t { none, equal, not_equal, matches, not_matches, any_of, none_of };
  Op op = Op::none;
  std::vector<std::string>
      values;  ///< "@name" stands for the text of that capture (equal and not_equal only)
};

struct Predicate;

/// What a node has to be; every part that is set must hold.
struct NodeTest {
  std::vector<std::string> kinds;  ///< one of these kinds
  std::string field;               ///< its role in its parent
  std::string text;                ///< regular expression
  std::string name;     ///< regular expression for its `name` field (or the name of a function or type)
  std::string resolve;  ///< regular expression for its full name, or for that of what it calls
  std::string query;    ///< a query that matches exactly at the node
  std::vector<Predicate> where;    ///< conditions on the captures of `query`, the outer captures included
  std::vector<std::string> until;  ///< kinds at which a search upwards or downwards stops
};

/// `min` of a `backtracks` condition for time that grows with a power; without it, exponentially.
inline constexpr double kPolynomial = 1;

/// A condition on a match. rules/README.md explains each subject.
struct Predicate {
  enum class Subject : std::uint8_t {
    text,
    resolve,
    kind,
    string,
    number,
    type,
    declaration,
    parameter,
    constant,
    guarded,
    backtracks,  // of a capture
    count,
    contains,
    not_contains,
    inside,
    not_inside,
    parent,
    not_parent,
    next,
    not_next,
    previous,
    not_previous,
    uses,
    same,
    different,
    imports,
    not_imports,
    filename,
    any,
    all,
    not_,
  };
  Subject subject = Subject::text;
  std::string capture;  ///< without "@"; empty: the node that the query matched
  std::string other;    ///< second capture of `same` and `uses`
  TextTest test;
  NodeTest node;
  std::optional<double> min;
  std::optional<double> max;
  bool expected = true;             ///< for subjects that are simply true or false
  std::vector<Predicate> children;  ///< of any, all, not_
};

struct Fix {
  std::string replace;  ///< capture without "@"
  std::string with;     ///< text; {capture} is replaced by that capture's text
  bool safe = false;    ///< can't change what correct code does
};

/// Which expressions carry data from outside, where it does harm, and what makes it harmless. Every string is
/// a regular expression; full names are those of Names::resolve.
struct TaintSpec {
  struct Source {
    std::string resolve;       ///< the full name of an expression, or of what is called
    std::string parameter;     ///< the text of a parameter, annotations included: that parameter is a source
    std::string parameter_of;  ///< the text of a function before its body, decorators included: all its
                               ///< parameters are
    std::string unless;    ///< not where the text matches this: for parameter_of the function's, {name} put
                           ///< in; for resolve the expression's, with the key that is taken of it
    std::vector<int> out;  ///< the call fills these arguments (from 0) instead of returning the data
    std::string note;      ///< for the trace: "request parameter"
  };
  struct Sink {
    std::string resolve;                ///< the full name of what is called or assigned to
    std::vector<int> arguments;         ///< positions from 0 that do harm; empty: all
    std::vector<std::string> keywords;  ///< keyword arguments that do harm besides
    int from = -1;                      ///< all positions from this one do harm besides; -1: none
    bool receiver = false;              ///< what the method is called on does harm besides
    bool text_only = false;             ///< lists and maps do no harm, whatever is in them
    std::string literal;  ///< the constant parts of the text that arrives must match it ("(?i)select|insert")
    std::string not_literal;  ///< they must not match it: "^https://[^/?]+/" for a host that is fixed
    bool certain = false;     ///< only data from outside, whatever the rule assumes of what is unknown
    bool assignment = false;  ///< it is assigning to the name that does harm (x.innerHTML = ...)
    bool returned = false;  ///< returning it does harm; `resolve` is for the function's text before its body
    std::vector<Predicate> where;  ///< conditions; captures: call, function, arguments
  };
  struct Sanitizer {
    std::string resolve;  ///< a call of it gives harmless data
    std::string with;     ///< ... if the call's text matches ("FILTER_VALIDATE_INT"); empty: always
  };
  struct Guard {
    std::string resolve;  ///< the full name of a call that tests data
    bool when = true;     ///< the outcome after which the data is harmless
    std::string literal;  ///< only where one of the arguments is a constant text that matches
    /// It is what the call or member is equal to that tells: strpos(path, base) === 0, u.host == known.
    bool compared = false;
  };
  std::vector<Source> sources;
  std::vector<Sink> sinks;
  std::vector<Sanitizer> sanitizers;
  std::vector<Guard> guards;
  /// Also report text that is put together from parts that are not constant, though nothing says that they
  /// come from outside; with three quarters of the rule's confidence.
  bool assume_dynamic = false;
  /// Also report values of which nothing is known, such as parameters; with three fifths.
  bool assume_unknown = false;
  /// It is about numbers from outside that nobody limits: converting to a number makes nothing harmless,
  /// being smaller than something else does. A sink "[]" is an index, "new[]" the size of an array.
  bool numbers = false;
  /// What does harm without data from outside, instead of sinks: "null" - a call on what is null on every way
  /// to it, "zero" - dividing an integer by 0. Empty: nothing of that kind.
  std::string fault;
};

/// Code on which a rule has to report something, or nothing.
struct RuleExample {
  std::string code;
  core::Language language = core::Language::automatic;  ///< automatic: each language of the rule
};

/// One rule. Made from YAML by rule_yaml, compiled by rule_set.
struct Rule {
  enum class Kind : std::uint8_t { query, check, taint };
  std::string id;
  std::vector<core::Language> languages;
  core::Severity severity = core::Severity::med;
  core::Category category = core::Category::correctness;
  double confidence = 0.8;
  std::vector<int> cwe;
  std::vector<std::string> classes;  ///< keys of rule_classes(): which weakness or kind of bug it is about
  std::string message;               ///< title; {capture} is replaced
  std::string detail;
  bool enabled = true;  ///< false: only when asked for
  Kind kind = Kind::query;
  std::string query;
  std::string at;  ///< the capture that is reported, without "@"
  std::vector<Predicate> where;
  std::string check;
  std::map<std::string, std::string> options;
  TaintSpec taint;
  std::optional<Fix> fix;
  std::vector<RuleExample> bad;
  std::vector<RuleExample> ok;
  std::string test_filename;  ///< the name that the tests' code has
};

}  // namespace assay::analysis
