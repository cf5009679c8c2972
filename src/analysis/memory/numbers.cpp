#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

/// Calls that give a number which somebody outside, or chance, chooses.
constexpr std::array<std::string_view, 29> kOutside = {
    "be16toh", "be32toh", "be64toh", "le32toh", "le64toh", "ntohll",  "strtoimax", "strtoumax",
    "atoi",    "atol",    "atoll",   "strtol",  "strtoll", "strtoul", "strtoull",  "stoi",
    "stol",    "stoul",   "stoll",   "stoull",  "ntohl",   "ntohs",   "rand",      "_wtoi",
    "atof",    "strtod",  "strtof",  "stod",    "stof"};

/// Nodes of an expression whose value is worked out.
constexpr NodeId kMaxTerm = 300;

constexpr double kInt = 2147483647.0;
constexpr double kLong = 9223372036854775807.0;
constexpr std::array kLimits = {
    Limits{"char", -128, 127},
    Limits{"signedchar", -128, 127},
    Limits{"int8_t", -128, 127},
    Limits{"unsignedchar", 0, 255},
    Limits{"uint8_t", 0, 255},
    Limits{"short", -32768, 32767},
    Limits{"int16_t", -32768, 32767},
    Limits{"unsignedshort", 0, 65535},
    Limits{"uint16_t", 0, 65535},
    Limits{"int", -kInt - 1, kInt},
    Limits{"int32_t", -kInt - 1, kInt},
    Limits{"unsigned", 0, 4294967295.0},
    Limits{"unsignedint", 0, 4294967295.0},
    Limits{"uint32_t", 0, 4294967295.0},
    Limits{"long", -kLong, kLong},
    Limits{"longlong", -kLong, kLong},
    Limits{"int64_t", -kLong, kLong},
    Limits{"unsignedlong", 0, 2 * kLong},
    Limits{"uint64_t", 0, 2 * kLong},
    Limits{"size_t", 0, 2 * kLong},
};

struct Named {
  std::string_view name;
  double value;
};
constexpr std::array kConstants = {
    Named{"INT_MAX", kInt},
    Named{"INT_MIN", -kInt - 1},
    Named{"UINT_MAX", 4294967295.0},
    Named{"CHAR_MAX", 127},
    Named{"CHAR_MIN", -128},
    Named{"UCHAR_MAX", 255},
    Named{"SHRT_MAX", 32767},
    Named{"SHRT_MIN", -32768},
    Named{"USHRT_MAX", 65535},
    Named{"LONG_MAX", kLong},
    Named{"LONG_MIN", -kLong},
    Named{"LLONG_MAX", kLong},
    Named{"LLONG_MIN", -kLong},
    Named{"INT32_MAX", kInt},
    Named{"INT64_MAX", kLong},
    Named{"SIZE_MAX", 2 * kLong},
    Named{"RAND_MAX", kInt},
    Named{"UINT32_MAX", 4294967295.0},
    Named{"INT64_MIN", -kLong},
    Named{"INT32_MIN", -kInt - 1},
    Named{"ULONG_MAX", 2 * kLong},
    Named{"true", 1},
    Named{"false", 0},
    Named{"TRUE", 1},
    Named{"FALSE", 0},
    Named{"NULL", 0},
    Named{"nullptr", 0},
};

std::optional<bool> compare(std::string_view op, const Range& a, const Range& b) {
  if (op == ">" || op == ">=") return compare(op == ">" ? "<" : "<=", b, a);
  if (op == "<") {
    if (a.high < b.low) return true;
    if (a.low >= b.high) return false;
  } else if (op == "<=") {
    if (a.high <= b.low) return true;
    if (a.low > b.high) return false;
  } else if (op == "==" || op == "!=") {
    const bool same = op == "==";
    if (a.value() && b.value()) return (*a.value() == *b.value()) == same;
    if (a.high < b.low || a.low > b.high) return !same;
  }
  return std::nullopt;
}

Range truth(std::optional<bool> value) {
  if (value) return Range::exactly(*value ? 1 : 0);
  Range out;
  out.low = 0;
  out.high = 1;
  return out;
}

}  // namespace

const Limits* limits_of(std::string_view type) {
  for (const std::string_view word : {"const", "volatile", "register", "static"}) {
    if (type.starts_with(word)) type.remove_prefix(word.size());
  }
  const auto* found =
      std::find_if(kLimits.begin(), kLimits.end(), [&](const Limits& one) { return one.type == type; });
  return found == kLimits.end() ? nullptr : found;
}

std::optional<double> Walker::constant(NodeId n, State& state) { return range_of(n, state).value(); }

std::optional<double> Walker::text_length(NodeId n, State& state) {
  n = strip(n);
  if (n == kNone) return std::nullopt;
  if (const Fact* fact = state.find(key_of(n))) return fact->text;
  // A macro or a variable that is set once.
  if (const auto bytes = string_bytes(file_, n)) return *bytes - 1;
  return std::nullopt;
}

Range Walker::range_of_call(NodeId n, State& state) {
  std::string_view name = callee_name(n);
  const NodeId argument = tree_.named_child(tree_.child(n, "arguments"), 0);
  if (const auto result = results_.find(n); result != results_.end()) return result->second.range;
  if (std::find(kOutside.begin(), kOutside.end(), name) != kOutside.end()) {
    Range out = Range::from_outside(static_cast<int>(tree_.start_line(n)));
    if (name == "rand" || name.ends_with("toh") || name == "ntohs" || name.starts_with("strtou") ||
        name.starts_with("stou"))
      out.low = 0;
    if (name == "ntohs" || name == "be16toh") out.high = 65535;
    return out;
  }
  Range out;
  if (argument == kNone) return out;
  if (name == "strlen" || name == "wcslen") {
    if (const auto length = text_length(argument, state)) return Range::exactly(*length);
    out.low = 0;
  } else if (name == "abs" || name == "labs" || name == "fabs") {
    out = range_of(argument, state);
    out.low = 0;
    out.low_tested = true;
  } else if (name == "sqrt" || name == "floor") {
    const auto value = constant(argument, state);
    if (value && *value >= 0) return Range::exactly(std::floor(name == "sqrt" ? std::sqrt(*value) : *value));
  }
  return out;
}

Range Walker::range_of(NodeId expression, State& state) {
  const NodeId n = strip(expression);
  // A number that is put together from that much is not known anyway.
  if (n == kNone || tree_.subtree_end(n) - n > kMaxTerm) return {};
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "condition_clause") return range_of(tree_.child(n, "value"), state);
  if (kind == "true" || kind == "false") return Range::exactly(kind == "true" ? 1 : 0);
  if (kind == "null") return Range::exactly(0);
  if (kind == "char_literal") {
    const std::string_view written = tree_.text(n);
    if (written.size() == 3) return Range::exactly(static_cast<unsigned char>(written[1]));
    if (written == "'\\0'") return Range::exactly(0);
    return {};
  }
  if (kind == "sizeof_expression") {
    double bytes = 0;
    if (const NodeId type = tree_.child(n, "type"); type != kNone) {
      bytes = size_of_type(tree_.text(type));
    } else if (const NodeId value = strip(tree_.child(n, "value")); value != kNone) {
      const Fact* fact = state.find(tree_.text(value));
      if (fact != nullptr && fact->array) {
        bytes = fact->bytes.value_or(0);
      } else if (tree_.is(value, "identifier") && is_pointer(value)) {
        bytes = 8;
      } else if (tree_.is(value, "subscript_expression") || tree_.is(value, "pointer_expression")) {
        const NodeId of = tree_.child(value, "argument");
        const Fact* base = state.find(key_of(of));
        if (base != nullptr) bytes = base->element;
      } else {
        // `sizeof(name)` is parsed alike for variables and for types.
        bytes = size_of_type(tree_.text(value));
      }
    }
    if (bytes > 0) return Range::exactly(bytes);
    Range out;
    out.low = 1;
    return out;
  }
  if (kind == "call_expression") return range_of_call(n, state);
  if (kind == "assignment_expression") return range_of(tree_.child(n, "left"), state);
  if (kind == "conditional_expression") {
    if (const auto known = constant(tree_.child(n, "condition"), state))
      return range_of(tree_.child(n, *known != 0 ? "consequence" : "alternative"), state);
    State then = state;
    State otherwise = state;
    assume(tree_.child(n, "condition"), true, then);
    assume(tree_.child(n, "condition"), false, otherwise);
    return join(range_of(tree_.child(n, "consequence"), then),
                range_of(tree_.child(n, "alternative"), otherwise));
  }
  if (kind == "unary_expression") {
    const std::string_view op = file_.model.operator_text(tree_, n);
    const NodeId argument = tree_.child(n, "argument");
    const Range of = range_of(argument, state);
    if (op == "-") return subtract(Range::exactly(0), of);
    if (op == "!") {
      if (const Fact* fact = state.find(key_of(argument)); fact != nullptr && fact->null != Null::unknown)
        return Range::exactly(fact->null == Null::null ? 1 : 0);
      return truth(of.value()         ? std::optional<bool>(*of.value() == 0)
                   : of.may_be_zero() ? std::nullopt
                                      : std::optional<bool>(false));
    }
    return {};
  }
  if (kind == "binary_expression") {
    const std::string_view op = file_.model.operator_text(tree_, n);
    const Range left = range_of(tree_.child(n, "left"), state);
    const Range right = range_of(tree_.child(n, "right"), state);
    if (op == "+") return add(left, right);
    if (op == "-") return subtract(left, right);
    if (op == "*") return multiply(left, right);
    const auto divisor = right.value();
    if (op == "/" && divisor && *divisor != 0 && left.value())
      return Range::exactly(std::trunc(*left.value() / *divisor));
    if (op == "/" && divisor && *divisor > 0) {
      Range out = left;
      out.low = std::trunc(left.low / *divisor);
      out.high = std::trunc(left.high / *divisor);
      out.nonzero = false;
      return out;
    }
    if (op == "%" && divisor && *divisor != 0) {
      if (left.value()) return Range::exactly(std::fmod(*left.value(), *divisor));
      Range out = left;
      out.high = std::abs(*divisor) - 1;
      out.low = left.low >= 0 ? 0 : -out.high;
      out.low_tested = true;
      out.nonzero = false;
      return out;
    }
    if (op == "%" || op == ">>") {
      Range out = left;
      out.test_all();
      out.nonzero = false;
      return out;
    }
    if (op == "&" && ((divisor && *divisor >= 0) || (left.value() && *left.value() >= 0))) {
      Range out;
      out.low = 0;
      out.high = divisor ? *divisor : *left.value();
      return out;
    }
    if (op == "<<" && left.value() && divisor && *divisor >= 0 && *divisor < 53)
      return Range::exactly(*left.value() * std::exp2(*divisor));
    if (op == "&&" || op == "||") {
      const auto is_true = [](const Range& r) -> std::optional<bool> {
        if (r.value()) return *r.value() != 0;
        return r.may_be_zero() ? std::nullopt : std::optional<bool>(true);
      };
      const auto a = is_true(left);
      const auto b = is_true(right);
      const bool decides = op == "||";
      if ((a && *a == decides) || (b && *b == decides)) return truth(decides);
      if (a && b) return truth(!decides);
      return truth(std::nullopt);
    }
    if (op == "==" || op == "!=") {
      // A pointer against NULL.
      const auto null_side = [&](NodeId side, const Range& other) -> std::optional<bool> {
        const Fact* fact = state.find(key_of(side));
        if (fact == nullptr || fact->null == Null::unknown || other.value() != 0.0) return std::nullopt;
        return (fact->null == Null::null) == (op == "==");
      };
      if (const auto known = null_side(tree_.child(n, "left"), right)) return truth(known);
      if (const auto known = null_side(tree_.child(n, "right"), left)) return truth(known);
    }
    return truth(compare(op, left, right));
  }
  if (const std::string key = key_of(n); !key.empty()) {
    if (const Fact* fact = state.find(key); fact != nullptr && !fact->uninitialized) {
      Range out = fact->range;
      if (tree_.is(n, "identifier") && out.outside && out.low < 0) {
        const Limits* limits = limits_of(file_.names.declared_type(n));
        if (limits != nullptr && limits->low == 0) out.low = 0;
      }
      return out;
    }
    if (kind == "identifier") {
      const auto* named = std::find_if(kConstants.begin(), kConstants.end(),
                                       [&](const Named& one) { return one.name == tree_.text(n); });
      if (named != kConstants.end()) return Range::exactly(named->value);
    }
  }
  // The first value of a variable that is counted on says nothing later.
  if (kind != "identifier" || !counted_.contains(tree_.text(n))) {
    if (const auto value = file_.names.number_value(n)) return Range::exactly(*value);
  }
  if (kind == "identifier") {
    const Limits* limits = limits_of(file_.names.declared_type(n));
    if (limits != nullptr && limits->low == 0) {
      Range out;
      out.low = 0;
      return out;
    }
  }
  return {};
}

}  // namespace assay::analysis::memory
