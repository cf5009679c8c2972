#include <algorithm>
#include <array>
#include <string>

#include "analysis/memory/copies.hpp"
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
/// Functions that use what a pointer points to and keep nothing of it.
constexpr std::array<std::string_view, 44> kBorrow = {
    "memcpy", "memset",    "memmove", "strcpy",  "strncpy",    "strcat",  "strncat", "sprintf", "snprintf",
    "printf", "strlen",    "strcmp",  "strncmp", "memcmp",     "puts",    "fputs",   "fgets",   "fread",
    "fwrite", "fprintf",   "fscanf",  "fgetc",   "fputc",      "getc",    "putc",    "fseek",   "ftell",
    "rewind", "feof",      "ferror",  "fflush",  "wcscpy",     "wcsncpy", "wcslen",  "wprintf", "perror",
    "sscanf", "vsnprintf", "atoi",    "strtol",  "strcasecmp", "wmemset", "wcscat",  "read"};
/// Functions that read or write where their first arguments point.
constexpr std::array<std::string_view, 15> kStrings = {"strcpy",  "strcat", "strlen", "strcmp", "sprintf",
                                                       "strncat", "strchr", "puts",   "fputs",  "fgetc",
                                                       "fclose",  "wcscpy", "wcslen", "wcscat", "strdup"};
/// Functions that fill what the argument at that position points to with bytes of a file or a peer.
struct Reader {
  std::string_view name;
  std::size_t position;
};
constexpr std::array kReaders = {Reader{"fread", 0}, Reader{"read", 1}, Reader{"recv", 1},
                                 Reader{"recvfrom", 1}};
constexpr std::array<std::string_view, 8> kScans = {"scanf",   "fscanf",  "sscanf",  "wscanf",
                                                    "fwscanf", "swscanf", "scanf_s", "fscanf_s"};

}  // namespace

bool allocates(std::string_view function) {
  if (function.starts_with("std::")) function.remove_prefix(5);
  return is_one(kAllocators, function);
}

bool never_returns(std::string_view function) {
  if (function.starts_with("std::")) function.remove_prefix(5);
  return is_one(kLast, function);
}

bool borrows(std::string_view function) {
  if (function.starts_with("std::")) function.remove_prefix(5);
  return is_one(kBorrow, function);
}

bool only_shows(std::string_view function) {
  for (const std::string_view word : {"print", "log", "show", "dump", "display"}) {
    if (function.size() >= word.size() && function.starts_with(word) &&
        (function.size() == word.size() || function[word.size()] == '_' ||
         (function[word.size()] >= 'A' && function[word.size()] <= 'Z')))
      return true;
  }
  return false;
}

std::string_view Walker::callee_name(NodeId call) const {
  std::string_view function = text(tree_.child(call, "function"));
  if (function.starts_with("std::")) function.remove_prefix(5);
  return function;
}

void Walker::freed(NodeId at, NodeId pointer_node, std::string_view how, State& state) {
  const std::string key = key_of(pointer_node);
  if (key.empty()) return;
  read(pointer_node, state);
  const bool was_known = state.find(key) != nullptr;
  Fact known = *pointer(pointer_node, state);
  const int line = static_cast<int>(tree_.start_line(at));
  if (was_known) {
    const bool by_delete = how != "free";
    if (known.freed != 0) {
      report(Kind::double_free, at, key, "", known.freed);
    } else if (known.maybe_freed != 0 && frame_->unsure <= known.maybe_under) {
      report(Kind::double_free, at, key, "", known.maybe_freed);
    } else if (known.origin == Origin::stack) {
      report(Kind::wrong_free, at, key, "it is on the stack", 0);
    } else if (known.origin == Origin::file && how == "free") {
      report(Kind::wrong_free, at, key, "it comes from fopen", known.allocated);
    } else if (how != "fclose" && ((known.origin == Origin::malloc && by_delete) ||
                                   (known.origin == Origin::new_one && how != "delete") ||
                                   (known.origin == Origin::new_array && how != "delete[]"))) {
      const char* from = known.origin == Origin::malloc    ? "malloc"
                         : known.origin == Origin::new_one ? "new"
                                                           : "new[]";
      report(Kind::wrong_free, at, key, std::string("it comes from ") + from, known.allocated);
    } else if (known.moved && known.origin != Origin::unknown && known.origin != Origin::file) {
      report(Kind::wrong_free, at, key, "it no longer points to the start of the block", known.allocated);
    }
  }
  if (known.null == Null::null) return;  // freeing NULL does nothing
  state.freed[known.object] = line;
  for (auto& [other, fact] : state.facts) {
    if (fact.object == known.object) fact.freed = line;
  }
  state.forget(key);
  Fact fact;
  fact.freed = line;
  fact.object = known.object;
  state.facts[key] = fact;
}

/// Numbers that a call reads from outside.
void Walker::filled_by(std::string_view function, const std::vector<NodeId>& arguments, NodeId at,
                       State& state) {
  const auto from_outside = [&](NodeId argument) {
    const NodeId n = strip(argument);
    if (n == kNone || !tree_.is(n, "pointer_expression") || !tree_.text(n).starts_with('&')) return;
    const NodeId target = tree_.child(n, "argument");
    const std::string key = key_of(target);
    if (!key.empty()) state.facts[key].range = Range::from_outside(static_cast<int>(tree_.start_line(at)));
  };
  for (const auto& [name, position] : kReaders) {
    if (name == function && position < arguments.size()) return from_outside(arguments[position]);
  }
  if (!is_one(kScans, function)) return;
  const std::size_t format = function.starts_with("scanf") || function.starts_with("wscanf") ? 0 : 1;
  if (arguments.size() <= format || text(arguments[format]).find('%') == std::string_view::npos) return;
  for (std::size_t i = format + 1; i < arguments.size(); ++i) from_outside(arguments[i]);
}

/// A number is read when it is passed; macros that set it do not say that they show it.
bool Walker::takes_value(std::string_view function, NodeId argument) const {
  const NodeId n = strip(argument);
  return n != kNone && tree_.is(n, "identifier") && !is_pointer(n) && only_shows(function);
}

/// What happens to a variable that is given to a function which is not entered.
void Walker::hand_over(NodeId argument, std::string_view function, bool touched, bool prints, State& state) {
  const std::string key = key_of(argument);
  Fact* fact = key.empty() ? nullptr : state.find(key);
  if (fact == nullptr) {
    if (!key.empty() && !touched && !prints && !borrows(function)) state.forget_fields(key);
    return;
  }
  if (touched || (fact->freed != 0 && !prints && function.find("assert") == std::string_view::npos))
    deref(argument, state);
  else if (prints || takes_value(function, argument))
    read(argument, state);
  // Whoever gets it may test it, fill it, keep it.
  fact = state.find(key);
  if (fact != nullptr && !touched) {
    fact->unchecked = false;
    fact->uninitialized = false;
    fact->maybe_unset = 0;
    if (!prints && !borrows(function)) {
      fact->handed_on = true;
      if (fact->null == Null::null) fact->null = Null::unknown;
      state.set_text(*fact, std::nullopt, 0);
    }
  }
  if (!prints) state.forget_fields(key);
}

/// `assert(n > 5)` where somebody outside chooses n.
void Walker::check_assertion(NodeId n, State& state) {
  for (NodeId i = n; i < tree_.subtree_end(n); ++i) {
    if (!tree_.is(i, "identifier")) continue;
    const Fact* fact = state.find(tree_.text(i));
    if (fact == nullptr || !fact->range.outside) continue;
    if (!fact->range.may_be_negative() && !fact->range.has_no_upper_limit()) continue;
    return report(Kind::outside_assert, n, std::string(tree_.text(i)), "", fact->range.line);
  }
}

void Walker::call(NodeId n, State& state) {
  const NodeId callee = tree_.child(n, "function");
  const std::string_view function = callee_name(n);
  if (tree_.kind_name(callee) != "identifier" && tree_.kind_name(callee) != "qualified_identifier")
    expression(callee, state);
  const NodeId list = tree_.child(n, "arguments");
  const std::vector<NodeId> arguments = list == kNone ? std::vector<NodeId>{} : tree_.named_children(list);
  const NodeId own = own_function(callee);
  for (const NodeId argument : arguments) {
    // What an own function does with &x is seen there.
    const NodeId plain = strip(argument);
    if (own != kNone && plain != kNone && tree_.is(plain, "pointer_expression") &&
        tree_.text(plain).starts_with('&') && !key_of(tree_.child(plain, "argument")).empty())
      continue;
    expression(argument, state);
  }
  if (!state.live) return;
  if (function == "free" && arguments.size() == 1) return freed(n, arguments[0], "free", state);
  if (function == "fclose" && arguments.size() == 1) deref(arguments[0], state);
  if (function == "fclose" && arguments.size() == 1) return freed(n, arguments[0], "fclose", state);
  if (function == "assert" || function == "__builtin_expect" || function == "g_assert") {
    if (function == "assert") check_assertion(n, state);
    // It says what is known, and is no test that came too late.
    for (NodeId i = n; i < tree_.subtree_end(n); ++i) {
      Fact* fact = tree_.is(i, "identifier") ? state.find(tree_.text(i)) : nullptr;
      if (fact != nullptr) fact->used = 0;
    }
    for (const NodeId argument : arguments) {
      tested(argument, state);
      if (function != "__builtin_expect") assume(argument, true, state);
    }
    return;
  }
  if (own != kNone && enter(n, own, arguments, state)) return;
  for (const NodeId argument : arguments) {
    const NodeId plain = strip(argument);
    if (own != kNone && plain != kNone && tree_.is(plain, "pointer_expression")) expression(argument, state);
  }
  if (!function.empty() &&
      std::none_of(function.begin(), function.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
    // A macro may do anything to any variable.
    for (auto& [key, fact] : state.facts) {
      fact.uninitialized = false;
      fact.maybe_unset = 0;
      fact.unchecked = false;
      fact.freed = 0;
      fact.null = Null::unknown;
      fact.used = 0;
      fact.handed_on = true;
      fact.range.test_all();
    }
    state.freed.clear();
  }
  filled_by(function, arguments, n, state);
  if (never_returns(function)) {
    state.live = false;
    return;
  }
  if (!borrows(function) && copies(function) == nullptr) {
    // It may change what others can see as well.
    for (auto& [key, fact] : state.facts) {
      if (is_local(key)) continue;
      fact.null = Null::unknown;
      fact.range = Range{};
    }
  }
  const Copies* copy = copies(function);
  const bool prints = function.ends_with("printf");
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const int position = static_cast<int>(i);
    const bool touched = (copy != nullptr && (position == copy->target || position == copy->source)) ||
                         (is_one(kStrings, function) && i < (function == "strchr" ? 1U : 2U));
    if (prints && text(list).find("%p") == std::string_view::npos) {
      const Fact* fact = state.find(key_of(arguments[i]));
      if (fact != nullptr && (fact->freed != 0 || fact->null == Null::null) &&
          text(list).find("%s") != std::string_view::npos)
        deref(arguments[i], state);
    }
    hand_over(arguments[i], function, touched, prints, state);
    if (function == "realloc" && i == 0) state.forget(key_of(arguments[i]));
  }
  check_copy(n, function, arguments, state);
  check_length(n, function, arguments, state);
}

}  // namespace assay::analysis::memory
