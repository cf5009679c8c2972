#include <algorithm>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

/// "setName" -> "name", "getName" -> "name"; empty for others.
std::string accessor(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix) || name.size() <= prefix.size()) return {};
  std::string key(name.substr(prefix.size()));
  if (key[0] == '_') return key.substr(1);
  if (key[0] < 'A' || key[0] > 'Z') return {};
  key[0] = static_cast<char>(key[0] + 32);
  return key;
}

}  // namespace

/// The constant key that the first `count` values make together; 0 where one is not constant.
Symbol Interpreter::key_of(const std::vector<V>& values, std::size_t count) {
  std::string key;
  for (std::size_t i = 0; i < count && i < values.size(); ++i) {
    if (!values[i]->constant.known()) return 0;
    if (i > 0) key += '\x1f';
    key += constant_text(values[i]->constant);
  }
  return count == 0 ? 0 : values_.symbols().intern(key);
}

V Interpreter::text_call(const Call& call, ObjectId id, O object, State& state) {
  V content = object->rest == nullptr ? values_.text("") : object->rest;
  const auto put = [&](V text) {
    const O changed = objects_.with_text(object, text);
    state.heap.set(id, call.receiver->other == 0 ? changed : objects_.join(object, changed));
  };
  switch (call.known) {
    case Known::append:
    case Known::format:
    case Known::put:
    case Known::extend:
    case Known::prepend: {
      for (std::size_t i = 0; i < call.values.size(); ++i) {
        const V added = whole(call.values[i], state);
        if ((call.known == Known::put || call.known == Known::prepend) && added->constant.numeric()) continue;
        content = values_.concat(content, added, line(*call.code));
      }
      if (content->taint != nullptr)
        content = values_.with_step(content, line(*call.code), values_.symbols().intern("appended"));
      put(content);
      return call.receiver;
    }
    case Known::clear:
      put(values_.text(""));
      return call.receiver;
    case Known::replace: {
      for (const V one : call.values) content = values_.absorb(content, values_.derived(whole(one, state)));
      put(content);
      return call.receiver;
    }
    case Known::length:
    case Known::harmless:
    case Known::index_of:
    case Known::contains:
    case Known::equals:
    case Known::starts:
      return values_.harmless();
    case Known::remove:
    case Known::elements:
      return call.receiver;
    default:
      return content;
  }
}

V Interpreter::list_call(const Call& call, O object, State& state, bool& handled) {
  handled = true;
  const std::vector<V>& given = call.values;
  const auto change = [&](auto&& make) { update_object(call.receiver, state, make); };
  const auto all = [&]() {
    const V everything = objects_.all(object);
    return everything == nullptr ? values_.harmless() : everything;
  };
  const bool integer = !given.empty() && given[0]->constant.kind == Constant::Kind::integer;
  const auto position = [&](V value) {
    return static_cast<std::size_t>(std::max(0.0, value->constant.number));
  };
  switch (call.known) {
    case Known::append:
      if (given.size() == 2 && integer) {
        change([&](O old) {
          return old->exact && position(given[0]) == old->count ? objects_.append(old, given[1])
                 : position(given[0]) == 0                      ? objects_.insert_front(old, given[1])
                                                                : objects_.with_rest(old, given[1]);
        });
      } else {
        for (const V one : given) change([&](O old) { return objects_.append(old, one); });
      }
      return call.receiver;
    case Known::prepend:
      for (const V one : given) change([&](O old) { return objects_.insert_front(old, one); });
      return call.receiver;
    case Known::put:
      if (given.size() == 2 && text_of(call.simple) == "set" && integer) {
        change([&](O old) { return objects_.set_at(old, position(given[0]), given[1]); });
      } else if (given.size() == 2 && integer) {
        change([&](O old) {
          return position(given[0]) == 0 ? objects_.insert_front(old, given[1])
                                         : objects_.with_rest(old, given[1]);
        });
      } else {
        for (const V one : given) change([&](O old) { return objects_.append(old, one); });
      }
      return call.receiver;
    case Known::get:
      return given.empty() ? all() : element_at(call.receiver, given[0], state);
    case Known::get_first:
    case Known::take_first: {
      if (!object->exact || object->count == 0) return all();
      const V first = object->entries[0].value;
      if (call.known == Known::take_first) change([&](O old) { return objects_.erase_at(old, 0); });
      return first;
    }
    case Known::get_last:
    case Known::take_last: {
      if (!object->exact || object->count == 0) return all();
      std::size_t at = object->count - 1;
      if (call.known == Known::take_last && integer) at = std::min<std::size_t>(position(given[0]), at);
      const V last = object->entries[at].value;
      if (call.known == Known::take_last) change([&](O old) { return objects_.erase_at(old, at); });
      return last;
    }
    case Known::remove: {
      if (integer) {
        const V removed = element_at(call.receiver, given[0], state);
        change([&](O old) { return objects_.erase_at(old, position(given[0])); });
        return removed;
      }
      if (given.empty() && object->exact && object->count > 0) {
        const V first = object->entries[0].value;
        change([&](O old) { return objects_.erase_at(old, 0); });
        return first;
      }
      return all();
    }
    case Known::clear:
      change([&](O old) { return objects_.make(Object::Shape::list, old->type); });
      return values_.harmless();
    case Known::extend:
      for (const V one : given) {
        const O other = object_of(one, state);
        if (other != nullptr && other->shape == Object::Shape::list && other->exact) {
          for (std::uint32_t i = 0; i < other->count; ++i)
            change([&](O old) { return objects_.append(old, other->entries[i].value); });
        } else {
          const V element = element_of(one, state);
          change([&](O old) { return objects_.with_rest(old, element); });
        }
      }
      return call.receiver;
    case Known::length:
      if (object->exact) return values_.harmless();
      return values_.harmless();
    case Known::harmless:
    case Known::index_of:
    case Known::contains:
    case Known::equals:
      return values_.harmless();
    case Known::self:
      return call.receiver;
    case Known::elements: {
      bool ran = false;
      higher_order(call, call.receiver, state, ran);
      return call.receiver;
    }
    case Known::join: {
      V text = values_.text("");
      const V separator = given.empty() ? values_.text(",") : whole(given[0], state);
      if (object->exact) {
        for (std::uint32_t i = 0; i < object->count; ++i) {
          if (i > 0) text = values_.concat(text, separator, line(*call.code));
          text = values_.concat(text, whole(object->entries[i].value, state), line(*call.code));
        }
        return text;
      }
      return values_.concat(values_.concat(text, whole(all(), state), line(*call.code)), separator,
                            line(*call.code));
    }
    default:
      break;
  }
  bool ran = false;
  const V made = higher_order(call, call.receiver, state, ran);
  if (ran) {
    O result = objects_.make(Object::Shape::list);
    result = objects_.with_rest(result, values_.join(made, nullptr));
    const std::string_view name = text_of(call.simple);
    if (name == "filter" || name == "select" || name == "reject" || name == "find" || name == "detect" ||
        name == "sort_by" || name == "each" || name == "forEach" || name == "Where" || name == "forEach")
      return name == "find" || name == "detect" ? all() : call.receiver;
    return allocate(call.id, result, state);
  }
  handled = false;
  return nullptr;
}

V Interpreter::record_call(const Call& call, O object, State& state, bool& handled) {
  handled = true;
  const std::vector<V>& given = call.values;
  const std::string_view name = text_of(call.simple);
  const auto all = [&]() {
    const V everything = objects_.all(object);
    return everything == nullptr ? values_.harmless() : everything;
  };
  if (const std::string field = accessor(name, "set"); !field.empty() && given.size() == 1) {
    update_object(call.receiver, state,
                  [&](O old) { return objects_.set(old, values_.symbols().intern(field), given[0]); });
    return call.receiver;
  }
  if (std::string field = accessor(name, "get"); !field.empty() && given.empty()) {
    if (const V entry = objects_.get(object, values_.symbols().intern(field))) return entry;
  }
  switch (call.known) {
    case Known::append:
      if (given.size() < 2) {
        if (name == "print" || name == "println" || name == "write") break;
        for (const V one : given)
          update_object(call.receiver, state, [&](O old) { return objects_.with_rest(old, one); });
        return call.receiver;
      }
      [[fallthrough]];
    case Known::put: {
      if (given.empty()) return call.receiver;
      const Symbol key = key_of(given, given.size() - 1);
      update_object(call.receiver, state, [&](O old) {
        return key == 0 ? objects_.with_rest(old, given.back()) : objects_.set(old, key, given.back());
      });
      return call.receiver;
    }
    case Known::get:
    case Known::remove:
    case Known::take_last: {
      if (given.empty()) return all();
      // get(key), get(key, fallback), get(section, key)
      V value = nullptr;
      for (std::size_t count = 1; count <= given.size() && value == nullptr; ++count) {
        const Symbol key = key_of(given, count);
        if (key != 0) value = objects_.get(object, key);
        if (value != nullptr && count < given.size() && call.known == Known::get) {
          // The fallback is not taken: the key is there.
        }
      }
      const bool constant_key = key_of(given, 1) != 0;
      if (call.known != Known::get && constant_key) {
        update_object(call.receiver, state, [&](O old) { return objects_.erase(old, key_of(given, 1)); });
      }
      if (value != nullptr) return values_.join(value, object->rest);
      if (constant_key) {
        V rest = object->rest;
        if (given.size() > 1) rest = values_.join(rest, given.back());
        if (rest != nullptr) return rest;
        if (call.receiver->name == 0) return values_.harmless();
        break;
      }
      return all();
    }
    case Known::clear:
      update_object(call.receiver, state,
                    [&](O old) { return objects_.make(Object::Shape::record, old->type); });
      return values_.harmless();
    case Known::extend:
      for (const V one : given) {
        const O other = object_of(one, state);
        update_object(call.receiver, state, [&](O old) {
          if (other == nullptr) return objects_.with_rest(old, values_.derived(one));
          O made = old;
          for (std::uint32_t i = 0; i < other->count; ++i)
            made = objects_.set(made, other->entries[i].key, other->entries[i].value);
          return other->rest == nullptr ? made : objects_.with_rest(made, other->rest);
        });
      }
      return call.receiver;
    case Known::elements:
      if (object->type != kNone) break;
      return allocate(call.id, objects_.with_rest(objects_.make(Object::Shape::list), all()), state);
    case Known::length:
    case Known::contains:
    case Known::index_of:
      return values_.harmless();
    default:
      break;
  }
  handled = false;
  return nullptr;
}

V Interpreter::container_call(const Call& call, State& state, bool& handled) {
  handled = false;
  V receiver = call.receiver;
  if (receiver->object == 0 || object_of(receiver, state) == nullptr) {
    // Something is put into an unknown object: from here on, remember what.
    const std::string_view name = text_of(call.simple);
    const bool bean = !accessor(name, "set").empty() && call.values.size() == 1;
    const bool puts = call.known == Known::put || call.known == Known::prepend ||
                      (call.known == Known::append && name != "print" && name != "println" &&
                       name != "write" && name != "concat" && name != "Append" && name != "WriteString");
    if ((!puts && !bean) || call.values.empty()) return nullptr;
    bool matters = false;
    for (const V value : call.values) {
      const V all = whole(value, state);
      matters = matters || all->taint != nullptr || all->built != nullptr;
    }
    const bool is_text = receiver->text || receiver->constant.kind == Constant::Kind::text;
    if (is_text && call.known == Known::append) {  // text that can be changed in place
      V content = receiver;
      for (const V value : call.values)
        content = values_.concat(content, whole(value, state), line(*call.code));
      assign(call.receiver_code, content, state, *call.code);
      handled = true;
      return content;
    }
    if (!matters || is_text || receiver->constant.known()) return nullptr;
    const V made = with_object(call.receiver_code, state);
    if (made->object == 0 || object_of(made, state) == nullptr) return nullptr;
    Call again = call;
    again.receiver = made;
    return record_call(again, object_of(made, state), state, handled);
  }
  V result = nullptr;
  for (const ObjectId id : {receiver->object, receiver->other}) {
    const O* found = id == 0 ? nullptr : state.heap.find(id);
    if (found == nullptr) continue;
    const O object = *found;
    bool one_handled = false;
    V one = nullptr;
    Call narrowed = call;
    Value single = *receiver;
    single.object = id;
    single.other = 0;
    if (receiver->other != 0) narrowed.receiver = values_.make<Value>(single);
    switch (object->shape) {
      case Object::Shape::text:
        one = text_call(narrowed, id, object, state);
        one_handled = true;
        break;
      case Object::Shape::list:
        one = list_call(narrowed, object, state, one_handled);
        break;
      case Object::Shape::record:
        one = record_call(narrowed, object, state, one_handled);
        break;
    }
    if (!one_handled) return nullptr;
    handled = true;
    result = values_.join(result, one);
  }
  if (receiver->taint != nullptr && result != nullptr && result->object == 0 && !result->harmless())
    result = values_.absorb(result, values_.derived(receiver));
  return result;
}

}  // namespace assay::analysis::taint
