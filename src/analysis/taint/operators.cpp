#include <cmath>
#include <optional>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

std::optional<bool> truth(const Constant& c) {
  switch (c.kind) {
    case Constant::Kind::boolean:
    case Constant::Kind::integer:
    case Constant::Kind::real:
      return c.number != 0;
    case Constant::Kind::null:
      return false;
    case Constant::Kind::text:
      return !c.text.empty();
    case Constant::Kind::none:
      break;
  }
  return std::nullopt;
}

}  // namespace

V Interpreter::text(const Code& c, State& state) {
  V made = nullptr;
  for (std::uint32_t i = 0; i < c.count; ++i) {
    const CodeId part = program_.child(c, i);
    V value = part == 0 ? values_.unknown() : whole(eval(part, state), state);
    made = made == nullptr ? values_.concat(values_.text(""), value, line(c))
                           : values_.concat(made, value, line(c));
  }
  return made == nullptr ? values_.text("") : made;
}

V Interpreter::fold(Binary op, V left, V right) const {
  const Constant& a = left->constant;
  const Constant& b = right->constant;
  if (op == Binary::equal || op == Binary::not_equal) {
    if (!a.known() || !b.known()) return nullptr;
    bool same = a == b;
    if (a.numeric() && b.numeric()) same = a.number == b.number;
    return values_.boolean(same == (op == Binary::equal));
  }
  if (!a.numeric() || !b.numeric()) return nullptr;
  const bool integers = a.kind == Constant::Kind::integer && b.kind == Constant::Kind::integer;
  const double x = a.number;
  const double y = b.number;
  switch (op) {
    case Binary::add:
      return values_.number(x + y, integers);
    case Binary::subtract:
      return values_.number(x - y, integers);
    case Binary::multiply:
      return values_.number(x * y, integers);
    case Binary::divide: {
      if (y == 0) return nullptr;
      const core::Language language = file_.model.language();
      const bool whole_numbers = integers && language != core::Language::javascript &&
                                 language != core::Language::typescript &&
                                 language != core::Language::python && language != core::Language::php;
      return values_.number(whole_numbers ? std::trunc(x / y) : x / y, whole_numbers);
    }
    case Binary::modulo:
    case Binary::format:
      return y == 0 ? nullptr : values_.number(std::fmod(x, y), integers);
    case Binary::less:
      return values_.boolean(x < y);
    case Binary::less_equal:
      return values_.boolean(x <= y);
    case Binary::greater:
      return values_.boolean(x > y);
    case Binary::greater_equal:
      return values_.boolean(x >= y);
    default:
      return nullptr;
  }
}

V Interpreter::binary(CodeId id, const Code& c, State& state) {
  const auto op = static_cast<Binary>(c.flag);
  const CodeId left_code = program_.child(c, 0);
  const CodeId right_code = program_.child(c, 1);
  if (op == Binary::and_ || op == Binary::or_ || op == Binary::coalesce) {
    const V left = eval(left_code, state);
    if (op == Binary::coalesce) return values_.join(left, eval(right_code, state));
    const auto known = truth(left->constant);
    if (known && left->constant.kind == Constant::Kind::boolean) {
      if (*known == (op == Binary::or_)) return left;
      return eval(right_code, state);
    }
    // The right side is only reached where the left side lets it.
    State right_state = state;
    ++quiet_;
    learn(left_code, op == Binary::and_, right_state);
    --quiet_;
    const V right = eval(right_code, right_state);
    join_into(state, right_state, values_);
    return values_.join(left, right);
  }
  const V left = eval(left_code, state);
  const V right = eval(right_code, state);
  if ((op == Binary::divide || op == Binary::modulo) && code(right_code).op == Op::name) {
    if (right->constant.kind != Constant::Kind::integer || right->constant.number != 0)
      refuted_.insert(c.at);
    else if (left->constant.kind != Constant::Kind::real)
      fault(set_.zero_rules(), right_code, c);
  }
  if (const V folded = fold(op, left, right)) return folded;
  switch (op) {
    case Binary::add: {
      const bool texts = left->text || right->text || left->constant.kind == Constant::Kind::text ||
                         right->constant.kind == Constant::Kind::text;
      const O a = object_of(left, state);
      const O b = object_of(right, state);
      if (a != nullptr && a->shape == Object::Shape::list) {  // Python, Ruby: lists
        O joined = a;
        if (b != nullptr && b->shape == Object::Shape::list && b->exact) {
          for (std::uint32_t i = 0; i < b->count; ++i) joined = objects_.append(joined, b->entries[i].value);
        } else {
          joined = objects_.with_rest(joined, element_of(right, state));
        }
        return allocate(id, joined, state);
      }
      // PHP adds numbers with it, and arrays.
      if (file_.model.language() == core::Language::php && a == nullptr && b == nullptr)
        return values_.harmless();
      if (texts) return values_.concat(whole(left, state), whole(right, state), line(c));
      V sum = values_.join(values_.derived(whole(left, state)), values_.derived(whole(right, state)));
      return sum;
    }
    case Binary::concat:
      return values_.concat(whole(left, state), whole(right, state), line(c));
    case Binary::format: {
      if (!left->text && left->constant.kind != Constant::Kind::text && left->taint == nullptr)
        return values_.harmless();
      if (const V made = percent_format(left, right, state, line(c))) return made;
      V given = whole(right, state);
      return values_.concat(left, given->object != 0 ? values_.derived(given) : given, line(c));
    }
    case Binary::push: {  // a << b
      if (file_.model.language() == core::Language::cpp && program_.child(c, 0) != 0) {
        const std::string_view sign = file_.model.operator_text(file_.tree, c.at);
        if (sign == ">>") {  // stream >> variable
          V from = values_.derived(whole(left, state));
          if (const V outside = source(left_code, nullptr, state)) from = values_.join(from, outside);
          assign(right_code, from, state, c);
          return from->taint != nullptr ? from : left;
        }
      }
      const O object = object_of(left, state);
      if (object != nullptr) {
        update_object(left, state, [&](O old) {
          if (old->shape == Object::Shape::text)
            return objects_.with_text(old, values_.concat(old->rest == nullptr ? values_.text("") : old->rest,
                                                          whole(right, state), line(c)));
          if (old->shape == Object::Shape::list) return objects_.append(old, right);
          return objects_.with_rest(old, right);
        });
        return left;
      }
      const V both = left->text ? values_.concat(left, whole(right, state), line(c))
                                : values_.absorb(left, values_.derived(whole(right, state)));
      const Op target = code(left_code).op;
      if ((target == Op::name || target == Op::member) && both != left) assign(left_code, both, state, c);
      return both;
    }
    case Binary::multiply: {
      // Text repeated.
      const V text = left->text ? left : right->text ? right : nullptr;
      if (text == nullptr) return values_.join(as_number(left), as_number(right));
      Value made = *text;
      made.constant = {};
      return values_.make<Value>(made);
    }
    case Binary::divide: {
      // pathlib's `folder / name`
      if (left->taint == nullptr && right->taint == nullptr) return values_.harmless();
      return values_.join(values_.derived(left), values_.derived(right));
    }
    case Binary::subtract:
      return values_.join(as_number(left), as_number(right));
    default:
      return values_.harmless();
  }
}

}  // namespace assay::analysis::taint
