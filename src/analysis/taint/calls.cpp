#include <algorithm>
#include <cmath>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

bool is_program_end(std::string_view receiver) {
  static constexpr std::string_view kHolders[] = {"System", "os",          "sys",     "process",
                                                  "log",    "Environment", "Process", "Kernel",
                                                  "std",    "flask",       "runtime", "logger"};
  return std::find(std::begin(kHolders), std::end(kHolders), receiver) != std::end(kHolders);
}

}  // namespace

V Interpreter::call(CodeId id, const Code& c, State& state) {
  Call call;
  call.id = id;
  call.code = &c;
  call.simple = c.data;
  call.known = known_function(text_of(c.data));
  call.receiver_code = program_.child(c, 0);
  if (c.flag == 1) {
    call.receiver = eval(call.receiver_code, state);
    check_null(call.receiver, call.receiver_code, c);
  } else if (call.receiver_code != 0 && code(call.receiver_code).op != Op::name) {
    call.receiver = nullptr;
    const V callee = eval(call.receiver_code, state);
    if (callee->function != kNone && code(call.receiver_code).op == Op::lambda) {  // (function () {...})()
      std::vector<V> values;
      for (std::uint32_t i = 1; i < c.count; ++i) values.push_back(eval(program_.child(c, i), state));
      return run_callback(callee, values, state);
    }
  }
  for (std::uint32_t i = 1; i < c.count; ++i) {
    call.codes.push_back(program_.child(c, i));
    call.values.push_back(eval(call.codes.back(), state));
  }
  if (!state.live) return values_.unknown();
  const Facts& facts = facts_of(id, call.receiver);
  if (quiet_ == 0 && !facts.sinks.empty()) check_sinks(call, facts, state);
  fill_arguments(call, facts, state);
  const std::string_view word = text_of(c.data);
  const bool raises = file_.model.language() == core::Language::ruby && call.receiver == nullptr &&
                      (word == "raise" || word == "fail" || word == "throw");
  if (raises) {
    if (frame_ != nullptr && frame_->tried != nullptr) leave_to(frame_->tried->thrown, state);
    state.live = false;
    return values_.harmless();
  }
  if (call.known == Known::no_return &&
      (call.receiver == nullptr || is_program_end(file_.tree.text(code(call.receiver_code).at)))) {
    if (frame_ != nullptr && frame_->tried != nullptr) leave_to(frame_->tried->thrown, state);
    state.live = false;
    return values_.harmless();
  }
  V result = nullptr;
  const Rules ruled_out = ruled_out_by(call.receiver);
  // A method that this file defines is what it says, whatever its name is elsewhere.
  const O receiver = call.receiver == nullptr ? nullptr : object_of(call.receiver, state);
  const bool own_method = receiver != nullptr && receiver->type != kNone &&
                          find_method(receiver->type, call.simple, call.values.size()) != kNone;
  for (const auto& source : facts.sources) {
    if (own_method || (source.rules & live_ & ~ruled_out) == 0 || !source.spec->out.empty()) continue;
    const std::string_view text = file_.tree.text(c.at).substr(0, 120);
    std::string root(text);
    if (text.ends_with("()")) root += std::to_string(c.at);
    result = values_.join(result, from_outside(source, root, c, state));
  }
  if (result != nullptr && ruled_out != 0) result = values_.without(result, ruled_out);
  const Rules sanitized = facts.sanitized_by(file_.tree.text(c.at));
  const bool sanitizes_all = (sanitized & live_) == live_;
  if (result == nullptr && !sanitizes_all) {
    bool own = false;
    result = own_function(call, state, own);
    if (!own) {
      result = is_number_getter(call) ? values_.harmless() : outside(call, facts, state);
    } else {
      for (std::size_t i = 0; i < call.values.size(); ++i) {
        if (!entered_.contains(call.values[i]->function)) look_at_kept(call.values[i], call.codes[i], state);
      }
    }
  } else {
    bool ran = false;
    higher_order(call, result == nullptr ? values_.harmless() : result, state, ran);
    if (result == nullptr) result = values_.harmless();
  }
  if (sanitized != 0) {
    // Containers give nothing where they know nothing.
    result = values_.without(whole(result == nullptr ? values_.unknown() : result, state), sanitized);
  }
  return result;
}

V Interpreter::create(CodeId id, const Code& c, State& state) {
  Call call;
  call.id = id;
  call.code = &c;
  call.simple = c.data;
  for (std::uint32_t i = 1; i < c.count; ++i) {
    call.codes.push_back(program_.child(c, i));
    call.values.push_back(eval(call.codes.back(), state));
  }
  if (!state.live) return values_.unknown();
  const Facts& facts = facts_of(id, nullptr);
  if (quiet_ == 0 && !facts.sinks.empty()) check_sinks(call, facts, state);
  const auto own = program_.class_named.find(c.data);
  if (own != program_.class_named.end()) {
    const V made = instantiate(own->second, call.values, call.codes, id, state);
    if (made != nullptr) return made;
  }
  V given = nullptr;
  for (const V value : call.values) given = values_.join(given, values_.derived(whole(value, state)));
  const std::string_view type = text_of(c.data);
  V result = nullptr;
  switch (known_type(type)) {
    case KnownType::list:
    case KnownType::map: {
      const bool is_list = known_type(type) == KnownType::list;
      O object = objects_.make(is_list ? Object::Shape::list : Object::Shape::record);
      for (const V value : call.values) {
        if (const O other = object_of(value, state)) {
          object = other->shape == object->shape ? other : objects_.with_rest(object, objects_.all(other));
        } else if (value->taint != nullptr) {
          object = objects_.with_rest(object, values_.derived(value));
        }
      }
      result = allocate(id, object, state);
      break;
    }
    case KnownType::text:
      if (type == "String" || type == "string") {
        result = call.values.empty() ? values_.text("") : values_.derived(whole(call.values[0], state));
      } else {
        V content = values_.text("");
        for (const V value : call.values) {
          const V all = whole(value, state);
          if (all->taint != nullptr || all->text) content = all;
        }
        result = allocate(id, objects_.with_text(objects_.make(Object::Shape::text), content), state);
      }
      break;
    default:
      break;
  }
  bool ran = false;
  const V produced = higher_order(call, given == nullptr ? values_.unknown() : given, state, ran);
  if (result == nullptr) {
    result = given == nullptr || given->taint == nullptr ? values_.unknown() : given;
    if (ran && produced->taint != nullptr) result = values_.join(result, produced);
  }
  for (const auto& source : facts.sources) {
    if ((source.rules & live_) == 0 || !source.spec->out.empty()) continue;
    result = values_.join(
        result, values_.tainted(source.rules, values_.symbols().intern(file_.tree.text(c.at).substr(0, 120)),
                                line(c), values_.symbols().intern(source.spec->note)));
  }
  if (const Rules sanitized = facts.sanitized_by(file_.tree.text(c.at)); sanitized != 0)
    result = values_.without(whole(result, state), sanitized);
  return result;
}

V Interpreter::higher_order(const Call& call, V base, State& state, bool& ran) {
  V made = nullptr;
  for (std::size_t i = 0; i < call.values.size(); ++i) {
    const V function = call.values[i];
    if (function->function == kNone || !program_.function_of.contains(function->function)) continue;
    const bool written_here = code(call.codes[i]).op == Op::lambda ||
                              (code(call.codes[i]).op == Op::keyword &&
                               code(program_.child(code(call.codes[i]), 0)).op == Op::lambda);
    if (!written_here && base->taint == nullptr && base->object == 0) continue;
    std::vector<V> given;
    if (base->taint != nullptr || base->object != 0) {
      const V element = element_of(base, state);
      given = {element, element};
    }
    ran = true;
    made = values_.join(made, run_callback(function, given, state));
  }
  return made == nullptr ? values_.harmless() : made;
}

/// What a call writes to through `buffer + 5`: all of it that is known is the buffer.
CodeId Interpreter::filled_place(CodeId place) const {
  while (code(place).op == Op::binary && code(place).count > 0) place = program_.child(code(place), 0);
  return place;
}

void Interpreter::fill_arguments(const Call& call, const Facts& facts, State& state) {
  if (file_.model.language() == core::Language::csharp) {
    for (std::size_t i = 0; i < call.codes.size(); ++i) {
      // `out x` sets what was null before.
      const NodeId argument = file_.tree.parent(code(call.codes[i]).at);
      if (call.values[i]->constant.kind == Constant::Kind::null && argument != kNone &&
          (file_.tree.text(argument).starts_with("out ") || file_.tree.text(argument).starts_with("ref ")))
        assign(call.codes[i], values_.unknown(), state, *call.code);
    }
  }
  for (const auto& source : facts.sources) {
    if ((source.rules & live_) == 0) continue;
    for (const int position : source.spec->out) {
      if (position < 0 || static_cast<std::size_t>(position) >= call.codes.size()) continue;
      const CodeId place = filled_place(call.codes[static_cast<std::size_t>(position)]);
      const V value = values_.tainted(source.rules,
                                      values_.symbols().intern(file_.tree.text(call.code->at).substr(0, 120)),
                                      line(*call.code), values_.symbols().intern(source.spec->note));
      assign(place, value, state, *call.code);
    }
  }
  if (call.known == Known::fill ||
      (call.known == Known::format && text_of(call.simple) == "sprintf" &&
       (file_.model.language() == core::Language::c || file_.model.language() == core::Language::cpp))) {
    if (call.codes.size() < 2) return;
    V content = nullptr;
    const CodeId place = filled_place(call.codes[0]);
    const bool adds = place != call.codes[0] || text_of(call.simple).find("cat") != std::string_view::npos;
    if (adds) content = whole(peek(place, state), state);
    for (std::size_t i = 1; i < call.values.size(); ++i) {
      const V value = whole(call.values[i], state);
      const bool size = value->constant.numeric() || code(call.codes[i]).op == Op::harmless;
      if (size || (value->harmless() && !value->text && !value->constant.known())) continue;
      content = content == nullptr ? value : values_.concat(content, value, line(*call.code));
    }
    if (content != nullptr) assign(place, content, state, *call.code);
  } else if (call.codes.size() == 2 && text_of(call.simple) == "settype" &&
             call.values[1]->constant.kind == Constant::Kind::text &&
             !call.values[1]->constant.text.starts_with("str") &&
             call.values[1]->constant.text != "array") {  // PHP: it is a number from here on
    assign(call.codes[0], values_.harmless(), state, *call.code);
  } else if (call.known == Known::scan && call.codes.size() > 2) {
    const V from = values_.derived(whole(call.values[0], state));
    for (std::size_t i = 2; i < call.codes.size(); ++i) assign(call.codes[i], from, state, *call.code);
  }
}

}  // namespace assay::analysis::taint
