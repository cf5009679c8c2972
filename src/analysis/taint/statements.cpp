#include <algorithm>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

constexpr int kMaxNesting = 400;

}  // namespace

V Interpreter::eval(CodeId id, State& state) {
  if (id == 0) return values_.harmless();
  const Code& c = code(id);
  const bool may_revive = c.op == Op::label || c.op == Op::block;
  if ((!state.live && !may_revive) || nesting_ > kMaxNesting || !spend()) return values_.unknown();
  ++nesting_;
  V value = nullptr;
  switch (c.op) {
    case Op::nothing:
      value = values_.unknown();
      break;
    case Op::constant:
      value = program_.constants[c.data];
      break;
    case Op::text:
      value = text(c, state);
      break;
    case Op::name:
      value = name(id, c, state);
      break;
    case Op::self:
      value = frame_ != nullptr && frame_->self != nullptr ? frame_->self : values_.unknown();
      break;
    case Op::member:
      value = member(id, c, state);
      break;
    case Op::index:
      value = index(id, c, state);
      break;
    case Op::call:
      value = call(id, c, state);
      break;
    case Op::create:
      value = create(id, c, state);
      break;
    case Op::binary:
      value = binary(id, c, state);
      break;
    case Op::list:
      value = list(id, c, state);
      break;
    case Op::map:
      value = map(id, c, state);
      break;
    default:
      value = eval_control(id, c, state);
      break;
  }
  --nesting_;
  return value == nullptr ? values_.unknown() : value;
}

V Interpreter::eval_control(CodeId id, const Code& c, State& state) {
  switch (c.op) {
    case Op::not_: {
      const V operand = eval(program_.child(c, 0), state);
      if (operand->constant.kind == Constant::Kind::boolean)
        return values_.boolean(operand->constant.number == 0);
      return values_.harmless();
    }
    case Op::harmless:
      return as_number(eval(program_.child(c, 0), state));
    case Op::size: {
      for (std::uint32_t i = 0; i < c.count; ++i)
        check_number("new[]", eval(program_.child(c, i), state), c, state);
      return values_.harmless();
    }
    case Op::initialise: {
      const V object = eval(program_.child(c, 0), state);
      const V given = eval(program_.child(c, 1), state);
      const O content = object_of(given, state);
      if (content == nullptr) return values_.absorb(object, given);
      if (object_of(object, state) == nullptr) {
        Value made = *given;
        return values_.absorb(values_.make<Value>(made), object);
      }
      update_object(object, state, [&](O old) {
        O made = old;
        for (std::uint32_t i = 0; i < content->count; ++i) {
          made = old->shape == Object::Shape::list
                     ? objects_.append(made, content->entries[i].value)
                     : objects_.set(made, content->entries[i].key, content->entries[i].value);
        }
        return content->rest == nullptr ? made : objects_.with_rest(made, content->rest);
      });
      return object;
    }
    case Op::if_:
      return if_(c, state);
    case Op::lambda: {
      Value made;
      made.function = c.data;
      made.safe = kAllRules;
      return values_.make<Value>(made);
    }
    case Op::define: {
      const V function = eval(program_.child(c, 0), state);
      state.variables.set(c.data, function);
      // Inside another function nobody but its surroundings calls it: look at it here.
      if (frame_ != nullptr && frame_->function != nullptr) {
        State copy = state;
        run_callback(function, {}, copy);
      }
      return values_.harmless();
    }
    case Op::keyword:
    case Op::spread:
      return eval(program_.child(c, 0), state);
    case Op::assign: {
      const CodeId target = program_.child(c, 0);
      const CodeId from = program_.child(c, 1);
      const V value = eval(from, state);
      if (!state.live) return value;
      if (frame_ != nullptr) look_at_kept(value, from, state);
      V kept = value;
      const Op op = code(from).op;
      const bool test = op == Op::call || op == Op::not_ || op == Op::binary;
      if (test && kept->harmless() && !kept->constant.known() && kept->object == 0) {
        Value made = *kept;
        made.test = from;
        kept = values_.make<Value>(made);
      }
      // What a variable of unknown content came from says what its methods are.
      if (kept->taint == nullptr && kept->object == 0 && kept->name == 0 && kept->safe == 0 && !kept->text &&
          (op == Op::call || op == Op::member)) {
        Value made = *kept;
        std::string name(text_of(full_name(from)));
        if (op == Op::call) name += "()";
        made.name = values_.symbols().intern(name);
        kept = values_.make<Value>(made);
      }
      check_assignment(target, kept, state, c);
      assign(target, kept, state, c);
      return value;
    }
    case Op::declare: {
      const CodeId target = program_.child(c, 0);
      const KnownType type = known_type(text_of(c.data));
      V value = values_.harmless();
      if (type == KnownType::list) value = allocate(id, objects_.make(Object::Shape::list), state);
      if (type == KnownType::map) value = allocate(id, objects_.make(Object::Shape::record), state);
      if (type == KnownType::text && file_.model.language() != core::Language::java &&
          file_.model.language() != core::Language::csharp) {
        O builder = objects_.make(Object::Shape::text);
        value = allocate(id, objects_.with_text(builder, values_.text("")), state);
      }
      const auto own = program_.class_named.find(c.data);
      if (own != program_.class_named.end() && file_.model.language() == core::Language::cpp) {
        value = allocate(id, objects_.make(Object::Shape::record, own->second), state);
      }
      assign(target, value, state, c);
      return value;
    }
    case Op::append:
      return values_.unknown();
    case Op::any: {
      V value = nullptr;
      for (std::uint32_t i = 0; i < c.count; ++i) {
        const V one = eval(program_.child(c, i), state);
        if (one->function != kNone && code(program_.child(c, i)).op == Op::lambda)
          run_callback(one, {}, state);
        value = values_.join(value, one);
      }
      return value == nullptr ? values_.harmless() : value;
    }
    case Op::block:
      return block(c, state);
    case Op::while_:
      return while_(c, state);
    case Op::each:
      return each(c, state);
    case Op::switch_:
      return switch_(c, state);
    case Op::case_:
      return eval(program_.child(c, 0), state);
    case Op::try_:
      return try_(c, state);
    case Op::return_: {
      const V value = eval(program_.child(c, 0), state);
      if (!state.live) return value;
      if (frame_ != nullptr) {
        look_at_kept(value, program_.child(c, 0), state);
        if (program_.child(c, 0) != 0) check_return(value, c, state);
        frame_->result = values_.join(frame_->result, value);
        leave_to(frame_->returned, state);
      }
      state.live = false;
      return value;
    }
    case Op::throw_: {
      eval(program_.child(c, 0), state);
      if (frame_ != nullptr && frame_->tried != nullptr) leave_to(frame_->tried->thrown, state);
      state.live = false;
      return values_.harmless();
    }
    case Op::break_: {
      const V value = eval(program_.child(c, 0), state);
      if (frame_ != nullptr && frame_->loop != nullptr) {
        frame_->loop->value = values_.join(frame_->loop->value, value);
        leave_to(frame_->loop->broken, state);
      }
      state.live = false;
      return values_.harmless();
    }
    case Op::continue_:
      if (frame_ != nullptr && frame_->loop != nullptr) leave_to(frame_->loop->continued, state);
      state.live = false;
      return values_.harmless();
    case Op::goto_: {
      if (frame_ != nullptr && state.live) {
        const std::uint32_t* known = frame_->labels.find(c.data);
        if (known == nullptr) {
          frame_->labels.set(c.data, static_cast<std::uint32_t>(frame_->label_states.size()));
          frame_->label_states.push_back(state);
        } else {
          join_into(frame_->label_states[*known], state, values_);
        }
      }
      state.live = false;
      return values_.harmless();
    }
    case Op::label: {
      const std::uint32_t* known = frame_ == nullptr ? nullptr : frame_->labels.find(c.data);
      if (known != nullptr) {
        const State& waiting = frame_->label_states[*known];
        if (!state.live) {
          state = waiting;
        } else {
          join_into(state, waiting, values_);
        }
      }
      return values_.harmless();
    }
    case Op::assert_: {
      Branches ways = branch(program_.child(c, 0), state);
      if (frame_ != nullptr && frame_->tried != nullptr) leave_to(frame_->tried->thrown, ways.second);
      state = std::move(ways.first);
      return values_.harmless();
    }
    default:
      return values_.unknown();
  }
}

void Interpreter::leave_to(State& where, State& state) {
  if (!where.live) {
    where = state;
  } else {
    join_into(where, state, values_);
  }
}

V Interpreter::block(const Code& c, State& state) {
  V value = values_.harmless();
  for (std::uint32_t i = 0; i < c.count; ++i) {
    if (!state.live && (frame_ == nullptr || frame_->label_states.empty())) break;
    value = eval(program_.child(c, i), state);
  }
  return value;
}

V Interpreter::if_(const Code& c, State& state) {
  Branches ways = branch(program_.child(c, 0), std::move(state));
  V value = nullptr;
  if (ways.first.live) value = eval(program_.child(c, 1), ways.first);
  const bool first_ends = !ways.first.live;
  V other = nullptr;
  if (ways.second.live) {
    const CodeId otherwise = program_.child(c, 2);
    other = otherwise == 0 ? nullptr : eval(otherwise, ways.second);
  }
  state = std::move(ways.first);
  if (first_ends) {
    state = std::move(ways.second);
    return other == nullptr ? values_.harmless() : other;
  }
  if (ways.second.live) {
    join_into(state, ways.second, values_);
    value = values_.join(value, other);
  }
  return value == nullptr ? values_.harmless() : value;
}

}  // namespace assay::analysis::taint
