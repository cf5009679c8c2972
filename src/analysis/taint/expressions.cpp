#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

/// What is held by what is held … so deep.
constexpr int kMaxHeld = 3;

bool looks_like_constant_name(std::string_view name) {
  bool letter = false;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') letter = true;
  }
  return letter && name.size() > 1 && name.front() != '$';
}

}  // namespace

O Interpreter::object_of(V value, const State& state) const {
  if (value == nullptr || value->object == 0) return nullptr;
  const O* found = state.heap.find(value->object);
  return found == nullptr ? nullptr : *found;
}

V Interpreter::allocate(CodeId site, O object, State& state) {
  const std::uint64_t key =
      (static_cast<std::uint64_t>(frame_ == nullptr ? 0 : frame_->context) << 32) | site;
  const ObjectId id = object_ids_.emplace(key, static_cast<ObjectId>(object_ids_.size() + 1)).first->second;
  state.heap.set(id, object);
  Value made;
  made.object = id;
  made.safe = kAllRules;
  return values_.make<Value>(made);
}

/// Adds to `into` what a value refers to, each object once: they may refer to each other.
void Interpreter::gather(V value, const State& state, int depth, Value& into, Seen& seen) const {
  for (const ObjectId id : {value->object, value->other}) {
    const O* found = id == 0 ? nullptr : state.heap.find(id);
    if (found == nullptr) continue;
    const auto known =
        std::find_if(seen.begin(), seen.end(), [id](const auto& one) { return one.first == id; });
    if (known != seen.end() && known->second <= depth) continue;
    if (known != seen.end())
      known->second = depth;
    else
      seen.emplace_back(id, depth);
    const O object = *found;
    const auto add = [&](V entry) {
      if (entry == nullptr || entry == value) return;
      const bool goes_on = entry->object != 0 && depth < kMaxHeld;
      // A text is its content and nothing else.
      const O held = goes_on ? object_of(entry, state) : nullptr;
      if (held == nullptr || held->shape != Object::Shape::text) values_.absorb_into(into, entry);
      if (goes_on) gather(entry, state, depth + 1, into, seen);
    };
    if (object->shape == Object::Shape::text) {
      if (object->rest != nullptr) values_.absorb_into(into, object->rest);
      continue;
    }
    for (std::uint32_t i = 0; i < object->count; ++i) add(object->entries[i].value);
    add(object->rest);
  }
}

/// The value with everything that it holds: what a function sees that takes it apart.
V Interpreter::whole(V value, const State& state) const {
  if (value->object == 0) return value;
  V text = nullptr;
  bool only_text = true;
  for (const ObjectId id : {value->object, value->other}) {
    const O* found = id == 0 ? nullptr : state.heap.find(id);
    if (found == nullptr) continue;
    if ((*found)->shape != Object::Shape::text) {
      only_text = false;
    } else if ((*found)->rest != nullptr) {
      Value content = *(*found)->rest;
      content.object = 0;
      text = values_.join(text, values_.make<Value>(content));
    }
  }
  if (only_text) return text == nullptr ? value : text;
  Value made = text == nullptr ? *value : *text;
  Seen seen;
  gather(value, state, 0, made, seen);
  return values_.kept(made, text == nullptr ? value : text);
}

/// The rules for which what something is taken from, or asked of, has been made harmless: what an expression
/// such as params[:id].to_i.to_s gives is then no outside data any more, though its name says so.
Rules Interpreter::ruled_out_by(V receiver) {
  if (receiver == nullptr || receiver->object != 0 || receiver->constant.known()) return 0;
  return receiver->safe & ~Values::rules_of(receiver->taint);
}

/// The text of an expression, and of the key where something takes one entry of it: `$_SERVER['HTTP_HOST']`.
std::string_view Interpreter::with_key(NodeId n) const {
  const NodeId above = file_.tree.parent(n);
  const bool entry = above != kNone && file_.model.role(file_.tree, above) == Role::subscript &&
                     file_.model.first(file_.tree, above) == n;
  return file_.tree.text(entry ? above : n);
}

V Interpreter::source(CodeId id, V receiver, State& state) {
  const Facts& facts = facts_of(id, nullptr);
  const Rules ruled_out = ruled_out_by(receiver);
  V value = nullptr;
  for (const auto& source : facts.sources) {
    if ((source.rules & live_ & ~ruled_out) == 0 || !source.spec->out.empty()) continue;
    if (source.unless != nullptr && source.unless->matches(with_key(code(id).at))) continue;
    // Two uses of the same expression are the same piece of data; two calls without arguments are not.
    const std::string_view text = file_.tree.text(code(id).at).substr(0, 120);
    std::string root(text);
    if (text.ends_with("()")) root += std::to_string(code(id).at);
    value = values_.join(value, from_outside(source, root, code(id), state));
  }
  if (value != nullptr && ruled_out != 0) value = values_.without(value, ruled_out);
  return value;
}

/// The data that a source gives, without the harm that tests of the same expression have ruled out.
V Interpreter::from_outside(const Facts::Source& source, std::string_view root, const Code& at,
                            const State& state) {
  const Symbol piece = values_.symbols().intern(root);
  const V value = values_.tainted(source.rules, piece, line(at), values_.symbols().intern(source.spec->note));
  const Rules* cleared = state.cleared.find(piece);
  return cleared == nullptr || *cleared == 0 ? value : values_.without(value, *cleared);
}

V Interpreter::name(CodeId id, const Code& c, State& state) {
  if (const V* known = state.variables.find(c.data)) return *known;
  const Program::Variable& variable = program_.variables[c.data];
  if (const V found = source(id, nullptr, state)) return found;
  const auto function = program_.functions_named.find(variable.name);
  if (function != program_.functions_named.end()) {
    if (file_.model.language() == core::Language::ruby &&
        program_.functions[program_.function_of.at(function->second)].parameters.empty()) {
      // Ruby: a bare word calls the method of that name.
      if (const V result =
              call_function(function->second, frame_ == nullptr ? nullptr : frame_->self, {}, {}, id, state))
        return result;
    }
    Value made;
    made.function = function->second;
    return values_.make<Value>(made);
  }
  const auto type = program_.class_named.find(variable.name);
  if (type != program_.class_named.end()) {
    Value made;
    made.function = type->second;
    return values_.make<Value>(made);
  }
  if (auto text = file_.names.string_value(c.at); text && file_.names.single_value(c.at) != kNone)
    return values_.text(*text);
  if (file_.names.number_value(c.at) || looks_like_constant_name(text_of(variable.name)))
    return values_.harmless();
  return values_.unknown();
}

V Interpreter::member_of(V object, Symbol property, State& state) {
  V value = nullptr;
  bool known = false;
  for (const ObjectId id : {object->object, object->other}) {
    const O* found = id == 0 ? nullptr : state.heap.find(id);
    if (found == nullptr) continue;
    if (const V entry = objects_.get(*found, property)) {
      value = values_.join(value, entry);
      known = true;
    } else if ((*found)->rest != nullptr) {
      value = values_.join(value, (*found)->rest);
      known = true;
    } else if ((*found)->type != kNone) {
      const NodeId method = find_method((*found)->type, property, 0);
      if (method != kNone) {
        Value made;
        made.function = method;
        made.self = id;
        value = values_.join(value, values_.make<Value>(made));
        known = true;
      }
    }
  }
  if (object->taint != nullptr) return values_.join(value, values_.derived(object));
  if (known) return value;
  return nullptr;
}

V Interpreter::member(CodeId id, const Code& c, State& state) {
  const V value = any_member(id, c, state);
  // What it is computed from here may be text; what the declaration lets through is a number.
  const bool number =
      !value->constant.known() && value->function == kNone && program_.number_members.contains(c.data);
  return number ? values_.harmless() : value;
}

V Interpreter::any_member(CodeId id, const Code& c, State& state) {
  const V object = eval(program_.child(c, 0), state);
  check_null(object, program_.child(c, 0), c);
  V known = member_of(object, c.data, state);
  // A field that starts as null is set elsewhere.
  if (known != nullptr && known->constant.kind == Constant::Kind::null && (set_.null_rules() & live_) != 0)
    known = values_.unknown();
  if (known != nullptr && object->taint == nullptr) return known;
  if (const V found = source(id, object, state)) return values_.join(found, known);
  if (object->name != 0) {
    const Facts& facts = facts_of(id, object);
    V value = nullptr;
    for (const auto& source : facts.sources) {
      if ((source.rules & live_) == 0 || !source.spec->out.empty()) continue;
      value = values_.join(value, from_outside(source, file_.tree.text(c.at).substr(0, 120), c, state));
    }
    if (value != nullptr) return value;
  }
  if (known != nullptr) return known;
  if (object->function != kNone && program_.classes.contains(object->function)) {
    // Class.member: a static field or method.
    const NodeId method = find_method(object->function, c.data, 0);
    if (method != kNone) {
      Value made;
      made.function = method;
      return values_.make<Value>(made);
    }
    const V instance = default_instance(object->function, state, false);
    if (const V field = member_of(instance, c.data, state)) return field;
  }
  if (looks_like_constant_name(text_of(c.data)) || known_function(text_of(c.data)) == Known::length)
    return values_.harmless();
  if (object->constant.known() ||
      (object->safe == kAllRules && object->object == 0 && object->function == kNone))
    return values_.harmless();
  return values_.unknown();
}

V Interpreter::element_of(V object, State& state) {
  V value = nullptr;
  for (const ObjectId id : {object->object, object->other}) {
    const O* found = id == 0 ? nullptr : state.heap.find(id);
    if (found == nullptr) continue;
    const V all = objects_.all(*found);
    value = values_.join(value, all == nullptr ? values_.harmless() : all);
  }
  if (value != nullptr && object->taint == nullptr) return value;
  return values_.join(value, object->constant.known() ? values_.harmless() : values_.derived(object));
}

V Interpreter::element_at(V object, V key, State& state) {
  V value = nullptr;
  for (const ObjectId id : {object->object, object->other}) {
    const O* found = id == 0 ? nullptr : state.heap.find(id);
    if (found == nullptr) continue;
    const O one = *found;
    if (one->shape == Object::Shape::list && one->exact && key->constant.kind == Constant::Kind::integer) {
      double at = key->constant.number;
      if (at < 0) at += one->count;
      if (at >= 0 && at < one->count) {
        value = values_.join(value, one->entries[static_cast<std::uint32_t>(at)].value);
      } else {
        value = values_.join(value, values_.harmless());
      }
    } else if (one->shape == Object::Shape::record && key->constant.known()) {
      const V entry = objects_.get(one, values_.symbols().intern(constant_text(key->constant)));
      V got = entry != nullptr ? values_.join(entry, one->rest) : one->rest;
      value = values_.join(value, got == nullptr ? values_.harmless() : got);
    } else if (one->shape == Object::Shape::text) {
      value = values_.join(value, one->rest == nullptr ? values_.harmless() : values_.derived(one->rest));
    } else {
      const V all = objects_.all(one);
      value = values_.join(value, all == nullptr ? values_.harmless() : all);
    }
  }
  if (value != nullptr && object->taint == nullptr) return value;
  if (object->constant.kind == Constant::Kind::text) {
    const std::string_view text = object->constant.text;
    if (key->constant.kind == Constant::Kind::integer) {
      double at = key->constant.number;
      if (at < 0) at += static_cast<double>(text.size());
      if (at >= 0 && at < static_cast<double>(text.size()))
        return values_.text(text.substr(static_cast<std::size_t>(at), 1));
    }
    return values_.harmless();
  }
  return values_.join(value, values_.derived(object));
}

V Interpreter::index(CodeId id, const Code& c, State& state) {
  const V object = eval(program_.child(c, 0), state);
  const CodeId key_code = program_.child(c, 1);
  const V key = key_code == 0 ? values_.unknown() : eval(key_code, state);
  if (key->number) check_number("[]", key, c, state);
  if (object->object != 0 && object->taint == nullptr) return element_at(object, key, state);
  if (object->taint == nullptr) {
    if (const V found = source(id, object, state)) return found;
  }
  const V element = element_at(object, key, state);
  // Each entry of what comes from outside is a piece of its own: a test of one says nothing of the others.
  const bool from_outside_itself =
      object->object == 0 && !facts_of(program_.child(c, 0), nullptr).sources.empty();
  return from_outside_itself ? entry_of(element, id, state) : element;
}

V Interpreter::entry_of(V element, CodeId at, const State& state) {
  if (element->taint == nullptr) return element;
  const Symbol piece = values_.symbols().intern(file_.tree.text(code(at).at).substr(0, 120));
  Value made = *element;
  made.taint = nullptr;
  for (const Taint* t = element->taint; t != nullptr; t = t->next)
    made.taint = values_.make<Taint>(Taint{t->rules, piece, t->path, made.taint});
  const V entry = values_.make<Value>(made);
  const Rules* cleared = state.cleared.find(piece);
  return cleared == nullptr || *cleared == 0 ? entry : values_.without(entry, *cleared);
}

V Interpreter::list(CodeId id, const Code& c, State& state) {
  std::vector<V> elements;
  V rest = nullptr;
  for (std::uint32_t i = 0; i < c.count; ++i) {
    const CodeId element = program_.child(c, i);
    const V value = eval(element, state);
    if (code(element).op == Op::spread) {
      const O inner = object_of(value, state);
      if (inner != nullptr && inner->shape == Object::Shape::list && inner->exact &&
          value->taint == nullptr) {
        for (std::uint32_t k = 0; k < inner->count; ++k) elements.push_back(inner->entries[k].value);
      } else {
        rest = values_.join(rest, element_of(value, state));
      }
    } else {
      elements.push_back(value);
    }
  }
  O made = objects_.list(elements);
  if (rest != nullptr) made = objects_.with_rest(made, rest);
  return allocate(id, made, state);
}

V Interpreter::map(CodeId id, const Code& c, State& state) {
  O made = objects_.make(Object::Shape::record);
  for (std::uint32_t i = 0; i + 1 < c.count; i += 2) {
    const CodeId key_code = program_.child(c, i);
    const V value = eval(program_.child(c, i + 1), state);
    if (key_code == 0) {
      const O inner = object_of(value, state);
      if (inner == nullptr || value->taint != nullptr) {
        made = objects_.with_rest(made, values_.derived(value));
        continue;
      }
      for (std::uint32_t k = 0; k < inner->count; ++k)
        made = objects_.set(made, inner->entries[k].key, inner->entries[k].value);
      if (inner->rest != nullptr) made = objects_.with_rest(made, inner->rest);
      continue;
    }
    look_at_kept(value, program_.child(c, i + 1), state);
    const V key = eval(key_code, state);
    if (key->constant.known()) {
      made = objects_.set(made, values_.symbols().intern(constant_text(key->constant)), value);
    } else {
      made = objects_.with_rest(made, value);
    }
  }
  return allocate(id, made, state);
}

}  // namespace assay::analysis::taint
