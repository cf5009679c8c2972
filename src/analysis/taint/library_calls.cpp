#include <algorithm>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

/// "[^a-z0-9]": replacing what does not match leaves only what is known to be good.
bool is_allowlist_class(std::string_view pattern) {
  while (!pattern.empty() && (pattern.front() == '/' || pattern.front() == '(')) pattern.remove_prefix(1);
  return pattern.starts_with("[^") || pattern == "\\W" || pattern == "\\D" || pattern.starts_with("\\W/") ||
         pattern.starts_with("\\D/") || pattern == "\\W+" || pattern == "\\D+";
}

}  // namespace

V Interpreter::fold_call(const Call& call) {
  const V receiver = call.receiver;
  if (receiver == nullptr || receiver->constant.kind != Constant::Kind::text) return nullptr;
  const std::string_view text = receiver->constant.text;
  const auto argument = [&](std::size_t i) -> const Constant* {
    return i < call.values.size() && call.values[i]->constant.known() ? &call.values[i]->constant : nullptr;
  };
  switch (call.known) {
    case Known::length:
      return values_.number(static_cast<double>(text.size()), true);
    case Known::char_at: {
      const Constant* at = argument(0);
      if (at == nullptr || !at->numeric() || at->number < 0 || at->number >= static_cast<double>(text.size()))
        return nullptr;
      return values_.text(text.substr(static_cast<std::size_t>(at->number), 1));
    }
    case Known::substring: {
      const Constant* from = argument(0);
      const Constant* to = argument(1);
      if (from == nullptr || !from->numeric() || from->number < 0 ||
          from->number > static_cast<double>(text.size()))
        return nullptr;
      const auto begin = static_cast<std::size_t>(from->number);
      if (call.values.size() < 2) return values_.text(text.substr(begin));
      if (to == nullptr || !to->numeric() || to->number < from->number) return nullptr;
      return values_.text(text.substr(begin, static_cast<std::size_t>(to->number) - begin));
    }
    case Known::lower:
    case Known::upper: {
      std::string changed(text);
      for (char& ch : changed) {
        if (call.known == Known::lower && ch >= 'A' && ch <= 'Z') ch = static_cast<char>(ch + 32);
        if (call.known == Known::upper && ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 32);
      }
      return values_.text(changed);
    }
    case Known::equals:
    case Known::starts:
    case Known::contains: {
      const Constant* other = argument(0);
      if (other == nullptr || other->kind != Constant::Kind::text) return nullptr;
      if (call.known == Known::equals) return values_.boolean(text == other->text);
      if (call.known == Known::starts) return values_.boolean(text.starts_with(other->text));
      return values_.boolean(text.find(other->text) != std::string_view::npos);
    }
    default:
      return nullptr;
  }
}

V Interpreter::outside(Call& call, const Facts& facts, State& state) {
  const std::string_view name = text_of(call.simple);
  if (const V folded = fold_call(call)) return folded;
  if (call.receiver != nullptr) {
    bool handled = false;
    const V result = container_call(call, state, handled);
    if (handled) return result;
  }
  if (call.receiver == nullptr &&
      (name == "list" || name == "dict" || name == "set" || name == "StringIO" || name == "OrderedDict" ||
       name == "deque" || name == "defaultdict" || name == "make")) {
    if (call.values.empty() || name == "make" || name == "defaultdict") {
      const bool is_list = name == "list" || name == "set" || name == "deque" ||
                           (name == "make" && !call.codes.empty() &&
                            file_.tree.text(code(call.codes[0]).at).starts_with("[]"));
      if (name == "StringIO")
        return allocate(call.id, objects_.with_text(objects_.make(Object::Shape::text), values_.text("")),
                        state);
      return allocate(call.id, objects_.make(is_list ? Object::Shape::list : Object::Shape::record), state);
    }
  }
  if (file_.model.language() == core::Language::rust && call.receiver != nullptr &&
      (name == "new" || name == "from" || name == "with_capacity") &&
      file_.tree.text(code(call.receiver_code).at).ends_with("String")) {
    V content = values_.text("");
    if (name == "from" && !call.values.empty())
      content = values_.concat(content, whole(call.values[0], state), line(*call.code));
    return allocate(call.id, objects_.with_text(objects_.make(Object::Shape::text), content), state);
  }
  const V receiver = call.receiver == nullptr ? nullptr : whole(call.receiver, state);
  std::vector<V> given;
  V arguments = nullptr;
  for (std::size_t i = 0; i < call.values.size(); ++i) {
    given.push_back(whole(call.values[i], state));
    if (given.back()->function == kNone) arguments = values_.join(arguments, values_.derived(given.back()));
  }
  if (is_cleaner(name)) return values_.harmless();
  const auto text_of_all = [&]() {
    V made =
        receiver != nullptr && (receiver->text || receiver->taint != nullptr || receiver->built != nullptr)
            ? receiver
            : nullptr;
    for (const V one : given) {
      const V part = one->object != 0 && !one->text ? values_.derived(one) : one;
      made = made == nullptr ? part : values_.concat(made, part, line(*call.code));
    }
    return made == nullptr ? values_.unknown() : made;
  };
  switch (call.known) {
    case Known::harmless:
    case Known::length:
    case Known::index_of:
    case Known::contains:
    case Known::matches:
    case Known::equals:
    case Known::starts: {
      bool ran = false;
      higher_order(call, receiver == nullptr ? values_.harmless() : receiver, state, ran);
      if (call.known == Known::harmless && converts_to_number(name))
        return as_number(arguments == nullptr ? receiver : arguments);
      return values_.harmless();
    }
    case Known::format: {
      if (const V made = format_call(call, receiver, given, state)) return made;
      bool any_text = receiver != nullptr && receiver->text;
      for (const V one : given) any_text = any_text || one->text;
      if (any_text) return text_of_all();
      break;
    }
    case Known::join: {
      if (given.empty() && receiver != nullptr) return values_.derived(receiver);
      // " ".join(parts), implode(" ", $parts)
      const V separator = receiver != nullptr && given.size() == 1 ? receiver
                          : given.size() == 2                      ? given[0]
                                                                   : nullptr;
      if (separator != nullptr && separator->text) {
        if (const V made = joined(separator, call.values.back(), state, line(*call.code))) return made;
      }
      return text_of_all();
    }
    case Known::lower:
    case Known::upper:
    case Known::trim:
    case Known::passes:
    case Known::substring:
    case Known::char_at:
    case Known::self: {
      if (receiver != nullptr && receiver->text) {
        Value made = *receiver;
        made.constant = {};
        made.object = made.other = 0;
        return values_.make<Value>(made);
      }
      // path.resolve(base, name), Double.toString(x): made of what is given.
      if (call.receiver == nullptr && given.size() == 1 && given[0]->text) {
        Value made = *given[0];
        made.constant = {};
        return values_.make<Value>(made);
      }
      break;
    }
    case Known::replace: {
      for (const V one : given) {
        if (one->constant.kind == Constant::Kind::text && is_allowlist_class(one->constant.text))
          return values_.harmless();
      }
      if (receiver != nullptr && receiver->text) {
        Value made = *values_.absorb(receiver, arguments);
        made.constant = {};
        return values_.make<Value>(made);
      }
      break;
    }
    case Known::append:
      if (receiver != nullptr && receiver->text && name == "concat") return text_of_all();
      break;
    default:
      break;
  }
  V base = nullptr;
  if (receiver != nullptr) base = values_.derived(receiver);
  bool ran = false;
  const V callbacks_see =
      call.receiver != nullptr && (receiver->taint != nullptr || call.receiver->object != 0)
          ? call.receiver
          : values_.unknown();
  const V produced = higher_order(call, callbacks_see, state, ran);
  V result = base;
  if (arguments != nullptr && arguments->taint != nullptr) result = values_.join(result, arguments);
  if (ran && produced->taint != nullptr) result = values_.join(result, values_.derived(produced));
  if (const Rules rules = sanitized_by_elements(call); rules != 0)
    return rules == kAllRules ? values_.harmless()
                              : values_.without(result == nullptr ? values_.unknown() : result, rules);
  (void)facts;
  if (result == nullptr || result->taint == nullptr) {
    // Of constants alone some functions make constants; of the rest nothing is known.
    static constexpr Known kMakers[] = {Known::join,   Known::passes,  Known::lower,     Known::upper,
                                        Known::trim,   Known::replace, Known::substring, Known::format,
                                        Known::append, Known::elements};
    const bool maker = std::find(std::begin(kMakers), std::end(kMakers), call.known) != std::end(kMakers);
    // A module's or a class's name (strconv.Itoa) is no data.
    const Code& holder = code(call.receiver_code);
    const bool module = receiver != nullptr && holder.op == Op::name &&
                        program_.variables[holder.data].scope == 0 &&
                        state.variables.find(holder.data) == nullptr;
    const bool from_constants = (receiver == nullptr || module || receiver->harmless()) &&
                                (arguments == nullptr || arguments->harmless()) &&
                                (arguments != nullptr || (receiver != nullptr && !module));
    const bool constant = maker && from_constants;
    if (constant) return values_.harmless();
    return values_.unknown();
  }
  if (call.known == Known::none && receiver == nullptr) {
    result = values_.with_step(result, line(*call.code),
                               values_.symbols().intern("through " + std::string(name) + "()"));
  }
  return result;
}

}  // namespace assay::analysis::taint
