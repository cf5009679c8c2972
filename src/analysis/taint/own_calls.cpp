#include <algorithm>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {

NodeId Interpreter::callee_of(const Call& call, const State& state, V& self) {
  const std::string_view name = text_of(call.simple);
  if (call.code->flag != 1) {
    if (call.receiver_code != 0 && code(call.receiver_code).op == Op::name) {
      const V* known = state.variables.find(code(call.receiver_code).data);
      if (known != nullptr) {
        if ((*known)->self != 0) {
          Value made;
          made.object = (*known)->self;
          self = values_.make<Value>(made);
        }
        return (*known)->function;
      }
    }
    // A method of the same object, then a function of the file.
    const V own = frame_ == nullptr ? nullptr : frame_->self;
    const O object = object_of(own, state);
    if (object != nullptr && object->type != kNone && file_.model.language() != core::Language::python &&
        file_.model.language() != core::Language::javascript &&
        file_.model.language() != core::Language::typescript) {
      const NodeId method = find_method(object->type, call.simple, call.values.size());
      if (method != kNone) {
        self = own;
        return method;
      }
    }
    const auto type = program_.class_named.find(call.simple);
    if (type != program_.class_named.end()) return type->second;
    NodeId best = kNone;
    const auto range = program_.functions_named.equal_range(call.simple);
    for (auto it = range.first; it != range.second; ++it) {
      const Function& one = program_.functions[program_.function_of.at(it->second)];
      if (one.type != kNone && file_.model.language() != core::Language::java &&
          file_.model.language() != core::Language::csharp)
        continue;
      if (best == kNone || one.parameters.size() == call.values.size()) best = it->second;
    }
    return best;
  }
  const V receiver = call.receiver;
  if (name == "new" && receiver->function != kNone && program_.classes.contains(receiver->function))
    return receiver->function;
  if (const O object = object_of(receiver, state)) {
    if (const V entry = objects_.get(object, call.simple); entry != nullptr && entry->function != kNone) {
      self = receiver;
      return entry->function;
    }
    if (object->type != kNone) {
      const NodeId method = find_method(object->type, call.simple, call.values.size());
      if (method != kNone) {
        self = receiver;
        return method;
      }
    }
    if (object->shape != Object::Shape::record || object->count > 0) return kNone;
  }
  if (receiver->function != kNone && program_.classes.contains(receiver->function))
    return find_method(receiver->function, call.simple, call.values.size());
  const std::string_view receiver_text = file_.tree.text(code(call.receiver_code).at);
  if (receiver_text == "super" || receiver_text == "super()" || receiver_text == "base" ||
      receiver_text == "parent") {
    const O object = object_of(frame_ == nullptr ? nullptr : frame_->self, state);
    if (object != nullptr && object->type != kNone) {
      const auto type = program_.classes.find(object->type);
      if (type != program_.classes.end()) {
        for (const Symbol base : type->second.bases) {
          const auto known = program_.class_named.find(base);
          if (known == program_.class_named.end()) continue;
          self = frame_->self;
          return find_method(known->second, call.simple, call.values.size());
        }
      }
    }
    return kNone;
  }
  // What the receiver is declared as.
  const std::string_view full = text_of(full_name(call.id));
  const std::size_t dot = full.rfind('.');
  if (dot != std::string_view::npos) {
    std::string_view type_name = full.substr(0, dot);
    while (type_name.ends_with("()")) type_name.remove_suffix(2);
    const std::size_t before = type_name.find_last_of(".:");
    if (before != std::string_view::npos) type_name.remove_prefix(before + 1);
    const auto type = program_.class_named.find(values_.symbols().intern(type_name));
    if (type != program_.class_named.end()) {
      NodeId method = find_method(type->second, call.simple, call.values.size());
      if (method != kNone && program_.functions[program_.function_of.at(method)].body == 0) method = kNone;
      if (method != kNone) {
        self = receiver->object != 0 ? receiver : nullptr;
        return method;
      }
      // An interface or base class: who implements it here?
      NodeId only = kNone;
      int count = 0;
      const auto range = program_.functions_named.equal_range(call.simple);
      for (auto it = range.first; it != range.second; ++it) {
        if (program_.functions[program_.function_of.at(it->second)].body == 0) continue;
        only = it->second;
        ++count;
      }
      if (count == 1) return only;
    }
  }
  return kNone;
}

V Interpreter::own_function(const Call& call, State& state, bool& found) {
  found = false;
  const std::string_view name = text_of(call.simple);
  if (call.code->flag != 1 && name == "super") {
    const O object = object_of(frame_ == nullptr ? nullptr : frame_->self, state);
    if (object == nullptr || object->type == kNone) return nullptr;
    const auto type = program_.classes.find(object->type);
    if (type == program_.classes.end()) return nullptr;
    for (const Symbol base : type->second.bases) {
      const auto known = program_.class_named.find(base);
      if (known == program_.class_named.end()) continue;
      const Class& above = program_.classes.at(known->second);
      set_declared_fields(above, state);
      if (above.constructor != kNone)
        call_function(above.constructor, frame_->self, call.values, call.codes, call.id, state);
      found = true;
      return values_.harmless();
    }
    return nullptr;
  }
  V self = nullptr;
  const NodeId callee = callee_of(call, state, self);
  if (callee == kNone) return nullptr;
  if (program_.classes.contains(callee)) {
    const V made = instantiate(callee, call.values, call.codes, call.id, state);
    found = made != nullptr;
    return made;
  }
  V result = call_function(callee, self == nullptr && frame_ != nullptr ? frame_->self : self, call.values,
                           call.codes, call.id, state);
  if (result == nullptr) return nullptr;
  found = true;
  if (result->taint != nullptr || result->built != nullptr) {
    result = values_.with_step(result, line(*call.code),
                               values_.symbols().intern("returned by " + std::string(name) + "()"));
  }
  return result;
}

bool Interpreter::set_fields(const std::vector<const Class*>& chain, const std::vector<V>& values,
                             const std::vector<CodeId>& codes, V object, State& state) {
  if (file_.model.language() != core::Language::python) return false;
  std::vector<Symbol> fields;
  for (std::size_t i = chain.size(); i-- > 0;) {
    if (chain[i]->fields == 0) continue;
    const Code& all = code(chain[i]->fields);
    for (std::uint32_t k = 0; k < all.count; ++k) {
      const Code& field = code(program_.child(all, k));
      if (field.count > 0 && code(program_.child(field, 0)).op == Op::member)
        fields.push_back(code(program_.child(field, 0)).data);
    }
  }
  if (fields.empty()) return false;
  const NodeId around = file_.tree.parent(chain.front()->node);
  const std::string_view header =
      around == kNone ? std::string_view{} : file_.tree.text(around).substr(0, 300);
  const bool decorated = header.starts_with('@') && (header.find("dataclass") != std::string_view::npos ||
                                                     header.find("define") != std::string_view::npos ||
                                                     header.find("attr") != std::string_view::npos);
  const Symbol tuple = values_.symbols().intern("NamedTuple");
  const auto& bases = chain.front()->bases;
  const bool ordered = decorated || std::find(bases.begin(), bases.end(), tuple) != bases.end();
  std::size_t position = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Code& given = code(codes[i]);
    if (given.op == Op::spread) return false;
    const bool named = given.op == Op::keyword;
    if (!named && (!ordered || position >= fields.size())) return false;
    const Symbol field = named ? given.data : fields[position++];
    update_object(object, state, [&](O old) { return objects_.set(old, field, values[i]); });
  }
  return true;
}

V Interpreter::instantiate(NodeId type, const std::vector<V>& values, const std::vector<CodeId>& codes,
                           CodeId at, State& state) {
  const auto found = program_.classes.find(type);
  if (found == program_.classes.end() || depth() > 8) return nullptr;
  const V object = allocate(at, objects_.make(Object::Shape::record, type), state);
  // Fields of the classes above come first.
  std::vector<const Class*> chain = {&found->second};
  for (int i = 0; i < 4; ++i) {
    const Class* next = nullptr;
    for (const Symbol base : chain.back()->bases) {
      const auto known = program_.class_named.find(base);
      if (known != program_.class_named.end() && known->second != type)
        next = &program_.classes.at(known->second);
    }
    if (next == nullptr) break;
    chain.push_back(next);
  }
  Frame frame;
  frame.self = object;
  frame.context = frame_ == nullptr ? 0 : frame_->context;
  frame.outer = frame_;
  frame_ = &frame;
  for (std::size_t i = chain.size(); i-- > 0;) {
    set_declared_fields(*chain[i], state);
  }
  frame_ = frame.outer;
  state.live = true;
  NodeId constructor = kNone;
  for (const Class* one : chain) {
    if (constructor == kNone) constructor = one->constructor;
  }
  if (constructor != kNone) {
    // Of overloads, the one with as many parameters.
    const Function& first = program_.functions[program_.function_of.at(constructor)];
    const auto range = program_.functions_named.equal_range(first.name);
    for (auto it = range.first; it != range.second; ++it) {
      const Function& one = program_.functions[program_.function_of.at(it->second)];
      if (one.type == first.type && one.parameters.size() == values.size()) constructor = it->second;
    }
    if (call_function(constructor, object, values, codes, at, state) == nullptr) {
      for (const V value : values) {
        update_object(object, state,
                      [&](O old) { return objects_.with_rest(old, values_.derived(whole(value, state))); });
      }
    }
    state.live = true;
  } else if (!values.empty()) {
    if (!set_fields(chain, values, codes, object, state)) {
      // Records and the like: the parameters are the fields, whatever their names.
      V all = nullptr;
      for (const V value : values) all = values_.join(all, values_.derived(whole(value, state)));
      update_object(object, state, [&](O old) { return objects_.with_rest(old, all); });
    }
  }
  return object;
}

}  // namespace assay::analysis::taint
