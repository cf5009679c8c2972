#include <algorithm>
#include <array>
#include <string>

#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

using Kind = MemoryEvent::Kind;

template <std::size_t N>
bool is_one(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 9> kAllocators = {
    "malloc", "calloc", "realloc", "strdup", "strndup", "fopen", "fdopen", "alloca", "aligned_alloc"};
constexpr std::array<std::string_view, 14> kLast = {
    "exit", "_exit", "_Exit", "abort", "err",   "errx",    "verr",
    "die",  "fatal", "panic", "quit",  "usage", "longjmp", "__builtin_unreachable"};

/// Functions that read or write where an argument points: which one is the target, which the source, which
/// the number of elements, and how large those are.
struct Copies {
  std::string_view name;
  int target;
  int source;
  int length;
  double unit;
};
constexpr std::array kCopies = {
    Copies{"memcpy", 0, 1, 2, 1},   Copies{"memmove", 0, 1, 2, 1},   Copies{"memset", 0, -1, 2, 1},
    Copies{"bzero", 0, -1, 1, 1},   Copies{"bcopy", 1, 0, 2, 1},     Copies{"strncpy", 0, -1, 2, 1},
    Copies{"wcsncpy", 0, -1, 2, 4}, Copies{"wmemcpy", 0, 1, 2, 4},   Copies{"wmemset", 0, -1, 2, 4},
    Copies{"wmemmove", 0, 1, 2, 4}, Copies{"snprintf", 0, -1, 1, 1}, Copies{"vsnprintf", 0, -1, 1, 1},
    Copies{"fgets", 0, -1, 1, 1},   Copies{"read", 1, -1, 2, 1},     Copies{"recv", 1, -1, 2, 1},
    Copies{"strlcpy", 0, -1, 2, 1}, Copies{"getcwd", 0, -1, 1, 1},   Copies{"gethostname", 0, -1, 1, 1},
    Copies{"memcmp", 0, 1, 2, 1},   Copies{"write", -1, 1, 2, 1},    Copies{"send", -1, 1, 2, 1},
};
/// Functions that read or write where their first arguments point.
constexpr std::array<std::string_view, 12> kStrings = {"strcpy",  "strcat",  "strlen", "strcmp",
                                                       "sprintf", "strncat", "strchr", "puts",
                                                       "fputs",   "fgetc",   "fclose", "wcscpy"};

const Copies* copies(std::string_view function) {
  const auto* found =
      std::find_if(kCopies.begin(), kCopies.end(), [&](const Copies& c) { return c.name == function; });
  return found == kCopies.end() ? nullptr : found;
}

std::string number(double value) { return std::to_string(static_cast<long long>(value)); }

}  // namespace

bool allocates(std::string_view function) {
  if (function.starts_with("std::")) function.remove_prefix(5);
  return is_one(kAllocators, function);
}

bool never_returns(std::string_view function) {
  if (function.starts_with("std::")) function.remove_prefix(5);
  return is_one(kLast, function);
}

void Walker::freed(NodeId at, NodeId pointer, std::string_view how, State& state) {
  const std::string key = key_of(pointer);
  if (key.empty()) return;
  read(pointer, state);
  Fact* known = state.find(key);
  const int line = static_cast<int>(tree_.start_line(at));
  Fact fact;
  if (known != nullptr) {
    fact = *known;
    const bool by_delete = how != "free";
    if (fact.freed != 0) {
      report(Kind::double_free, at, key, "", fact.freed);
    } else if (fact.origin == Origin::stack) {
      report(Kind::wrong_free, at, key, "it is on the stack", 0);
    } else if ((fact.origin == Origin::malloc && by_delete) ||
               (fact.origin == Origin::new_one && how != "delete") ||
               (fact.origin == Origin::new_array && how != "delete[]")) {
      const char* from = fact.origin == Origin::malloc    ? "malloc"
                         : fact.origin == Origin::new_one ? "new"
                                                          : "new[]";
      report(Kind::wrong_free, at, key, std::string("it comes from ") + from, fact.allocated);
    }
  }
  state.forget(key);
  fact = Fact{};
  fact.freed = line;
  state.facts[key] = fact;
}

void Walker::check_length(NodeId n, std::string_view function, const std::vector<NodeId>& arguments,
                          State& state) {
  const auto buffer = [&](int index) -> std::pair<std::string, const Fact*> {
    if (index < 0 || static_cast<std::size_t>(index) >= arguments.size()) return {};
    NodeId argument = strip(arguments[static_cast<std::size_t>(index)]);
    if (argument != kNone && tree_.kind_name(argument) == "pointer_expression" &&
        tree_.text(argument).starts_with('&'))
      argument = tree_.child(argument, "argument");
    const std::string key = key_of(argument);
    const Fact* fact = key.empty() ? nullptr : state.find(key);
    return fact != nullptr && fact->bytes && fact->freed == 0 ? std::pair{key, fact}
                                                              : std::pair<std::string, const Fact*>{};
  };
  const auto too_long = [&](int index, double bytes) {
    const auto [key, fact] = buffer(index);
    if (fact == nullptr || bytes <= *fact->bytes) return false;
    report(Kind::out_of_bounds, n, key, number(bytes) + " bytes of " + number(*fact->bytes), 0);
    return true;
  };
  if ((function == "strcpy" || function == "strcat" || function == "stpcpy") && arguments.size() == 2) {
    if (const auto bytes = string_bytes(file_, arguments[1])) too_long(0, *bytes);
    return;
  }
  if (function == "sprintf" && arguments.size() == 2) {
    const auto bytes = string_bytes(file_, arguments[1]);
    if (bytes && text(arguments[1]).find('%') == std::string_view::npos) too_long(0, *bytes);
    return;
  }
  const Copies* one = copies(function);
  if (one == nullptr || static_cast<std::size_t>(one->length) >= arguments.size()) return;
  const auto length = constant(file_, state, arguments[static_cast<std::size_t>(one->length)]);
  if (!length) return;
  if (*length < 0) {
    report(Kind::out_of_bounds, n, std::string(text(arguments[0])), "a length of " + number(*length), 0);
    return;
  }
  if (!too_long(one->target, *length * one->unit)) too_long(one->source, *length * one->unit);
}

void Walker::call(NodeId n, State& state) {
  const NodeId callee = tree_.child(n, "function");
  std::string_view function = text(callee);
  if (function.starts_with("std::")) function.remove_prefix(5);
  if (tree_.kind_name(callee) != "identifier" && tree_.kind_name(callee) != "qualified_identifier")
    expression(callee, state);
  const NodeId list = tree_.child(n, "arguments");
  const std::vector<NodeId> arguments = list == kNone ? std::vector<NodeId>{} : tree_.named_children(list);
  for (const NodeId argument : arguments) expression(argument, state);
  if (function == "free" && arguments.size() == 1) return freed(n, arguments[0], "free", state);
  if (function == "assert" || function == "__builtin_expect" || function == "g_assert") {
    for (const NodeId argument : arguments) tested(argument, state);
    return;
  }
  if (!function.empty() &&
      std::none_of(function.begin(), function.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
    // A macro may do anything to any variable.
    for (auto& [key, fact] : state.facts) {
      fact.uninitialized = false;
      fact.unchecked = false;
      fact.freed = 0;
    }
  }
  check_length(n, function, arguments, state);
  if (never_returns(function)) {
    state.live = false;
    return;
  }
  const Copies* copy = copies(function);
  const bool reads = function.ends_with("printf");
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string key = key_of(arguments[i]);
    Fact* fact = key.empty() ? nullptr : state.find(key);
    if (fact == nullptr) continue;
    const int position = static_cast<int>(i);
    const bool touched = (copy != nullptr && (position == copy->target || position == copy->source)) ||
                         (is_one(kStrings, function) && i < 2);
    if (touched || (fact->freed != 0 && !reads && function.find("assert") == std::string_view::npos))
      deref(arguments[i], state);
    else if (reads)
      read(arguments[i], state);
    // Whoever gets it may test it, fill it, keep it.
    fact = state.find(key);
    if (fact != nullptr && !touched) {
      fact->unchecked = false;
      fact->uninitialized = false;
    }
    if (!touched && !reads) state.forget_fields(key);
    if (function == "realloc" && i == 0) state.forget(key);
  }
}

}  // namespace assay::analysis::memory
