#include "analysis/taint/value.hpp"

#include <cmath>
#include <cstring>

namespace assay::analysis::taint {
namespace {

constexpr int kMaxSteps = 24;

bool same_value(const Value& a, const Value& b) {
  return a.constant == b.constant && a.safe == b.safe && a.text == b.text && a.built == b.built &&
         a.literal.data() == b.literal.data() && a.literal.size() == b.literal.size() && a.taint == b.taint &&
         a.object == b.object && a.other == b.other && a.function == b.function && a.self == b.self &&
         a.name == b.name && a.test == b.test && a.number == b.number;
}

}  // namespace

std::string constant_text(const Constant& constant) {
  switch (constant.kind) {
    case Constant::Kind::text:
      return std::string(constant.text);
    case Constant::Kind::boolean:
      return constant.number != 0 ? "true" : "false";
    case Constant::Kind::integer:
      if (std::fabs(constant.number) < 9e15) return std::to_string(static_cast<long long>(constant.number));
      return "0";
    case Constant::Kind::real:
      return std::to_string(constant.number);
    case Constant::Kind::null:
    case Constant::Kind::none:
      break;
  }
  return {};
}

Values::Values(Symbols& symbols) : symbols_(symbols), arena_(64 * 1024) {
  unknown_ = make<Value>();
  Value value;
  value.safe = kAllRules;
  harmless_ = make<Value>(value);
  value.constant.kind = Constant::Kind::null;
  null_ = make<Value>(value);
  value.constant.kind = Constant::Kind::boolean;
  false_ = make<Value>(value);
  value.constant.number = 1;
  true_ = make<Value>(value);
  built_note_ = symbols_.intern("parts that are not constant");
}

std::string_view Values::keep(std::string_view text) {
  if (text.empty()) return {};
  char* bytes = array<char>(text.size());
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

V Values::number(double value, bool integer) {
  Value made;
  made.safe = kAllRules;
  made.constant.kind = integer ? Constant::Kind::integer : Constant::Kind::real;
  made.constant.number = value;
  return make<Value>(made);
}

V Values::text(std::string_view value) {
  Value made;
  made.safe = kAllRules;
  made.text = true;
  made.constant.kind = Constant::Kind::text;
  made.constant.text = keep(value);
  made.literal = made.constant.text.substr(0, kMaxLiteral);
  return make<Value>(made);
}

Rules Values::rules_of(const Taint* taint) {
  Rules rules = 0;
  for (; taint != nullptr; taint = taint->next) rules |= taint->rules;
  return rules;
}

const Taint* Values::merge(const Taint* a, const Taint* b) {
  if (a == nullptr || a == b) return b;
  for (; b != nullptr; b = b->next) {
    Rules known = 0;
    int length = 0;
    for (const Taint* t = a; t != nullptr; t = t->next, ++length) {
      if (t->root == b->root) known |= t->rules;
    }
    // Of many roots the first few are enough; what counts is that nothing harmful is lost.
    if (length >= 8) known |= rules_of(a);
    if ((b->rules & ~known) != 0) a = make<Taint>(Taint{b->rules & ~known, b->root, b->path, a});
  }
  return a;
}

V Values::join(V a, V b) {
  if (a == b || b == nullptr) return a;
  if (a == nullptr) return b;
  Value joined = *a;
  if (a->constant != b->constant) joined.constant = {};
  joined.safe = a->safe & b->safe;
  joined.text = a->text || b->text;
  joined.number = a->number || b->number;
  if (joined.built == nullptr) joined.built = b->built;
  if (joined.literal.empty() || (a->constant.known() && !b->harmless() && !b->literal.empty()))
    joined.literal = b->literal;
  joined.taint = merge(a->taint, b->taint);
  for (const ObjectId id : {b->object, b->other}) {
    if (id == 0 || id == joined.object || id == joined.other) continue;
    if (joined.object == 0) {
      joined.object = id;
    } else if (joined.other == 0) {
      joined.other = id;
    }
  }
  if (joined.function == kNone) joined.function = b->function;
  if (joined.self == 0) joined.self = b->self;
  if (joined.name == 0) joined.name = b->name;
  if (same_value(joined, *a)) return a;
  return make<Value>(joined);
}

V Values::absorb(V a, V b) {
  if (b == nullptr || (b->taint == nullptr && b->built == nullptr && b->harmless())) return a;
  Value joined = *a;
  absorb_into(joined, b);
  return kept(joined, a);
}

void Values::absorb_into(Value& into, V b) {
  if (b->taint == nullptr && b->built == nullptr && b->harmless()) return;
  into.constant = {};
  into.safe &= b->safe;
  into.number = into.number || b->number;
  if (b->taint != nullptr) into.taint = merge(into.taint, b->taint);
  if (into.built == nullptr) into.built = b->built;
}

V Values::kept(const Value& made, V old) { return same_value(made, *old) ? old : make<Value>(made); }

V Values::derived(V value) {
  if (value->harmless()) return harmless_;
  if (value->taint == nullptr && value->safe == 0) return unknown_;
  Value made;
  made.safe = value->safe;
  made.taint = value->taint;
  made.number = value->number;
  return make<Value>(made);
}

V Values::concat(V a, V b, int line) {
  if (a->constant.known() && b->constant.known()) {
    std::string both = constant_text(a->constant);
    both += constant_text(b->constant);
    if (both.size() <= 4096) return text(both);
  }
  Value made;
  made.safe = a->safe & b->safe;
  made.text = true;
  made.taint = merge(a->taint, b->taint);
  std::string literal;
  for (const V part : {a, b}) {
    if (part->text) {
      literal += part->literal;
      if (part->literal.empty() && !part->constant.known()) literal += '?';
    } else if (part->constant.known()) {
      literal += constant_text(part->constant);
    } else {
      literal += '?';
    }
  }
  if (literal.size() > kMaxLiteral) literal.resize(kMaxLiteral);
  made.literal = keep(literal);
  made.built = a->built != nullptr ? a->built : b->built;
  const auto loose = [](V v) { return v->safe != kAllRules && v->built == nullptr; };
  if (made.built == nullptr && (loose(a) || loose(b)))
    made.built = make<Step>(Step{line, built_note_, nullptr});
  return make<Value>(made);
}

V Values::without(V value, Rules rules) {
  Value made = *value;
  made.safe |= rules;
  if (made.safe == kAllRules) made.built = nullptr;
  made.taint = nullptr;
  for (const Taint* t = value->taint; t != nullptr; t = t->next) {
    if ((t->rules & ~rules) != 0)
      made.taint = make<Taint>(Taint{t->rules & ~rules, t->root, t->path, made.taint});
  }
  return make<Value>(made);
}

V Values::with_step(V value, int line, Symbol note) {
  if (value->taint == nullptr && value->built == nullptr) return value;
  const auto extended = [&](const Step* path) {
    if (path != nullptr && path->line == line && path->note == note) return path;
    int length = 0;
    for (const Step* s = path; s != nullptr; s = s->before) {
      if (++length >= kMaxSteps) return path;
      // A loop comes past the same line again: one turn tells it all.
      if (s->line == line && s->note == note) return path;
    }
    return static_cast<const Step*>(make<Step>(Step{line, note, path}));
  };
  Value made = *value;
  if (made.built != nullptr) made.built = extended(made.built);
  made.taint = nullptr;
  const Taint* reversed = nullptr;
  for (const Taint* t = value->taint; t != nullptr; t = t->next)
    reversed = make<Taint>(Taint{t->rules, t->root, extended(t->path), reversed});
  for (const Taint* t = reversed; t != nullptr; t = t->next)
    made.taint = make<Taint>(Taint{t->rules, t->root, t->path, made.taint});
  return make<Value>(made);
}

V Values::tainted(Rules rules, Symbol root, int line, Symbol note) {
  any_tainted_ = true;
  Value made;
  made.taint = make<Taint>(Taint{rules, root, make<Step>(Step{line, note, nullptr}), nullptr});
  return make<Value>(made);
}

}  // namespace assay::analysis::taint
