#include "analysis/memory/copies.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

using Kind = MemoryEvent::Kind;

constexpr std::array kCopies = {
    Copies{"memcpy", 0, 1, 2, 1},    Copies{"memmove", 0, 1, 2, 1},    Copies{"memset", 0, -1, 2, 1},
    Copies{"bzero", 0, -1, 1, 1},    Copies{"bcopy", 1, 0, 2, 1},      Copies{"strncpy", 0, -1, 2, 1},
    Copies{"wcsncpy", 0, -1, 2, 4},  Copies{"wmemcpy", 0, 1, 2, 4},    Copies{"wmemset", 0, -1, 2, 4},
    Copies{"wmemmove", 0, 1, 2, 4},  Copies{"snprintf", 0, -1, 1, 1},  Copies{"vsnprintf", 0, -1, 1, 1},
    Copies{"fgets", 0, -1, 1, 1},    Copies{"read", 1, -1, 2, 1},      Copies{"recv", 1, -1, 2, 1},
    Copies{"strlcpy", 0, -1, 2, 1},  Copies{"getcwd", 0, -1, 1, 1},    Copies{"gethostname", 0, -1, 1, 1},
    Copies{"memcmp", 0, 1, 2, 1},    Copies{"write", -1, 1, 2, 1},     Copies{"send", -1, 1, 2, 1},
    Copies{"swprintf", 0, -1, 1, 4}, Copies{"_snprintf", 0, -1, 1, 1}, Copies{"recvfrom", 1, -1, 2, 1},
    Copies{"strlcat", 0, -1, 2, 1},  Copies{"readlink", 1, -1, 2, 1},  Copies{"fread", 0, -1, -1, 1},
};
constexpr std::array kUnbounded = {
    Unbounded{"strcpy", false, 1}, Unbounded{"strcat", true, 1}, Unbounded{"stpcpy", false, 1},
    Unbounded{"wcscpy", false, 4}, Unbounded{"wcscat", true, 4},
};

std::string number(double value) { return std::to_string(static_cast<long long>(value)); }

}  // namespace

const Copies* copies(std::string_view function) {
  const auto* found =
      std::find_if(kCopies.begin(), kCopies.end(), [&](const Copies& c) { return c.name == function; });
  return found == kCopies.end() ? nullptr : found;
}

const Unbounded* unbounded(std::string_view function) {
  const auto* found = std::find_if(kUnbounded.begin(), kUnbounded.end(),
                                   [&](const Unbounded& c) { return c.name == function; });
  return found == kUnbounded.end() ? nullptr : found;
}

std::pair<std::string, Fact*> Walker::buffer(NodeId argument, State& state) {
  NodeId n = strip(argument);
  if (n != kNone && tree_.kind_name(n) == "pointer_expression" && tree_.text(n).starts_with('&'))
    n = tree_.child(n, "argument");
  const std::string key = key_of(n);
  Fact* fact = key.empty() ? nullptr : state.find(key);
  if (fact == nullptr || !fact->bytes || fact->freed != 0) return {};
  return {key, fact};
}

bool Walker::too_long(NodeId at, NodeId argument, double bytes, State& state) {
  const auto [key, fact] = buffer(argument, state);
  if (fact == nullptr) return false;
  const double left = *fact->bytes - fact->offset;
  if (bytes <= left && fact->offset >= 0) return false;
  if (bytes <= 0) return false;
  report(Kind::out_of_bounds, at, key,
         fact->offset < 0 ? "it starts " + number(-fact->offset) + " bytes before the block"
                          : number(bytes) + " bytes of " + number(left),
         0);
  return true;
}

/// strcpy and its like: too much, known to fit, or nothing known.
void Walker::check_copy(NodeId n, std::string_view function, const std::vector<NodeId>& arguments,
                        State& state) {
  const Unbounded* copy = unbounded(function);
  NodeId source = kNone;
  double unit = 1;
  bool appends = false;
  if (copy != nullptr && arguments.size() == 2) {
    source = arguments[1];
    unit = copy->unit;
    appends = copy->appends;
  } else if (function == "sprintf" && arguments.size() == 2 &&
             text(arguments[1]).find('%') == std::string_view::npos) {
    source = arguments[1];
  } else if (function == "sprintf" && arguments.size() == 3 && text(arguments[1]) == "\"%s\"") {
    source = arguments[2];
  } else {
    return;
  }
  const auto length = text_length(source, state);
  const auto [key, target] = buffer(arguments[0], state);
  const auto before = appends ? (target == nullptr ? std::nullopt : target->text) : std::optional<double>(0);
  bool fits = false;
  if (length && target != nullptr) {
    // Appending needs at least that much, whatever stands there.
    const double bytes = (before.value_or(0) + *length + 1) * unit;
    fits = !too_long(n, arguments[0], bytes, state) && before;
  }
  auto& known = frame_->outer == nullptr ? fits_alone_ : fits_called_;
  const auto entry = known.emplace(n, fits).first;
  entry->second = entry->second && fits;
  if (Fact* fact = state.find(key_of(arguments[0]))) {
    const auto after = length && before ? std::optional<double>(*before + *length) : std::nullopt;
    state.set_text(*fact, after, after.value_or(0));
    fact->uninitialized = false;
  }
}

void Walker::finish() {
  for (const auto& [n, fits] : fits_alone_) {
    const NodeId function = file_.model.enclosing_function(tree_, n);
    // A static function is called from this file alone.
    const bool own = function != kNone && tree_.text(function).starts_with("static");
    const auto called = own ? fits_called_.find(n) : fits_called_.end();
    if (called == fits_called_.end() ? fits : called->second) events_.push_back({Kind::fits, n, "", "", 0});
  }
}

void Walker::check_length(NodeId n, std::string_view function, const std::vector<NodeId>& arguments,
                          State& state) {
  const Copies* one = copies(function);
  if (one == nullptr || one->length < 0 || static_cast<std::size_t>(one->length) >= arguments.size()) return;
  const NodeId argument = arguments[static_cast<std::size_t>(one->length)];
  const Range range = range_of(argument, state);
  const auto at = [&](int index) {
    return index >= 0 && static_cast<std::size_t>(index) < arguments.size()
               ? arguments[static_cast<std::size_t>(index)]
               : kNone;
  };
  if (const auto length = range.value()) {
    if (*length < 0) {
      report(Kind::out_of_bounds, n, std::string(text(arguments[0])), "a length of " + number(*length), 0);
      return;
    }
    if (too_long(n, at(one->target), *length * one->unit, state)) return;
    if (too_long(n, at(one->source), *length * one->unit, state)) return;
  } else if (range.outside) {
    const Fact* target = buffer(at(one->target), state).second;
    const bool below = range.may_be_negative();
    const bool above =
        range.has_no_upper_limit() || (target != nullptr && range.high < Range::kOpen &&
                                       range.high * one->unit > *target->bytes - target->offset);
    if (below || above)
      report(Kind::outside_length, n, std::string(tree_.text(strip(argument))),
             above ? "nobody looks whether it fits" : "it may be negative", range.line);
  }
  Fact* target = at(one->target) == kNone ? nullptr : state.find(key_of(at(one->target)));
  if (target == nullptr || function == "memcmp") return;
  const auto length = range.value();
  const double element = one->unit;
  if ((function == "memset" || function == "wmemset") && length && arguments.size() == 3 &&
      constant(arguments[1], state).value_or(0) != 0) {
    state.set_text(*target, std::nullopt,
                   *length / (target->element > 0 && element == 1 ? target->element : 1));
  } else if ((function == "memset" || function == "bzero") && length) {
    state.set_text(*target, 0, 0);
  } else {
    state.set_text(*target, std::nullopt, 0);
  }
}

}  // namespace assay::analysis::memory
