#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {

/// The target's value as something that can hold other things; made into one where it is not yet.
V Interpreter::with_object(CodeId target, State& state) {
  const V value = eval(target, state);
  if (value->object != 0) return value;
  const Op op = code(target).op;
  if (op != Op::name && op != Op::member && op != Op::index && op != Op::self) return value;
  if (value->function != kNone && program_.classes.contains(value->function))
    return default_instance(value->function, state, false);
  O object = objects_.make(Object::Shape::record);
  if (value->taint != nullptr) object = objects_.with_rest(object, values_.derived(value));
  const V made = allocate(target, object, state);
  Value kept = *value;
  kept.object = made->object;
  if (kept.name == 0 && op != Op::self) kept.name = full_name(target);
  const V holder = values_.make<Value>(kept);
  if (op == Op::name) {
    state.variables.set(code(target).data, holder);
  } else if (op == Op::self) {
    if (frame_ != nullptr) frame_->self = holder;
  } else if (op == Op::member) {
    const V outer = with_object(program_.child(code(target), 0), state);
    if (outer->object != 0) {
      update_object(outer, state, [&](O old) { return objects_.set(old, code(target).data, holder); });
    }
  }
  return holder;
}

void Interpreter::assign(CodeId target, V value, State& state, const Code& at) {
  if (target == 0 || !state.live) return;
  const Code& t = code(target);
  switch (t.op) {
    case Op::name: {
      const Symbol variable = program_.variables[t.data].name;
      if (value->taint != nullptr || value->built != nullptr) {
        value = values_.with_step(value, line(at),
                                  values_.symbols().intern("assigned to " + std::string(text_of(variable))));
      }
      state.variables.set(t.data, value);
      return;
    }
    case Op::member: {
      const V object = with_object(program_.child(t, 0), state);
      if (object->object == 0) return;
      if (value->taint != nullptr || value->built != nullptr) {
        value = values_.with_step(value, line(at),
                                  values_.symbols().intern("assigned to ." + std::string(text_of(t.data))));
      }
      update_object(object, state, [&](O old) { return objects_.set(old, t.data, value); });
      return;
    }
    case Op::index: {
      const CodeId base = program_.child(t, 0);
      const CodeId key_code = program_.child(t, 1);
      const V key = key_code == 0 ? nullptr : eval(key_code, state);
      if (key != nullptr && key->number) check_number("[]", key, t, state);
      const V object = with_object(base, state);
      if (object->object == 0) return;
      update_object(object, state, [&](O old) {
        if (old->shape == Object::Shape::text) return objects_.with_rest(old, values_.derived(value));
        if (key == nullptr) {  // PHP: $a[] = value
          if (old->shape == Object::Shape::record && old->count == 0 && old->rest == nullptr &&
              old->type == kNone)
            return objects_.list({value});
          return old->shape == Object::Shape::list ? objects_.append(old, value)
                                                   : objects_.with_rest(old, value);
        }
        // PHP writes maps as lists: what is empty and gets a name is a map.
        const bool becomes_map = old->shape == Object::Shape::list && old->count == 0 &&
                                 old->rest == nullptr && key->constant.kind == Constant::Kind::text;
        if (becomes_map) old = objects_.make(Object::Shape::record);
        if (old->shape == Object::Shape::list) {
          if (key->constant.kind == Constant::Kind::integer && key->constant.number >= 0) {
            const auto position = static_cast<std::size_t>(key->constant.number);
            if (old->exact && position == old->count) return objects_.append(old, value);
            if (old->exact && position < old->count) return objects_.set_at(old, position, value);
          }
          return objects_.with_rest(old, value);
        }
        if (key->constant.known())
          return objects_.set(old, values_.symbols().intern(constant_text(key->constant)), value);
        return objects_.with_rest(old, value);
      });
      return;
    }
    case Op::list: {
      const O object = object_of(value, state);
      const bool exact = object != nullptr && object->shape == Object::Shape::list && object->exact;
      for (std::uint32_t i = 0; i < t.count; ++i) {
        const CodeId one = program_.child(t, i);
        if (code(one).op == Op::spread) {
          assign(program_.child(code(one), 0), value, state, at);
        } else if (exact && i < object->count) {
          assign(one, object->entries[i].value, state, at);
        } else if (object != nullptr) {
          assign(one, element_of(value, state), state, at);
        } else {
          assign(one, values_.derived(value), state, at);
        }
      }
      return;
    }
    case Op::map: {
      for (std::uint32_t i = 0; i + 1 < t.count; i += 2) {
        const CodeId key_code = program_.child(t, i);
        const CodeId to = program_.child(t, i + 1);
        if (key_code == 0) {
          assign(to, value, state, at);
          continue;
        }
        const V key = eval(key_code, state);
        const Symbol property = values_.symbols().intern(constant_text(key->constant));
        V part = member_of(value, property, state);
        if (part == nullptr) {
          // It is what the object was called, and then the key.
          Value named = *values_.derived(value);
          const CodeId from = at.op == Op::assign ? program_.child(at, 1) : 0;
          if (from != 0 && (code(from).op == Op::name || code(from).op == Op::member)) {
            std::string full(value->name != 0 ? text_of(value->name) : text_of(full_name(from)));
            full += '.';
            full += text_of(property);
            named.name = values_.symbols().intern(full);
            for (const auto& source : set_.facts(full).sources) {
              if ((source.rules & live_) == 0 || !source.spec->out.empty()) continue;
              named.taint =
                  values_.merge(named.taint, values_
                                                 .tainted(source.rules, named.name, line(at),
                                                          values_.symbols().intern(source.spec->note))
                                                 ->taint);
            }
          }
          part = values_.make<Value>(named);
        }
        assign(to, part, state, at);
      }
      return;
    }
    case Op::any:
      for (std::uint32_t i = 0; i < t.count; ++i) assign(program_.child(t, i), value, state, at);
      return;
    case Op::call:
      return;
    default:
      return;
  }
}

}  // namespace assay::analysis::taint
