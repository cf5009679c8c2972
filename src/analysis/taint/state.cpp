#include "analysis/taint/state.hpp"

#include <algorithm>

namespace assay::analysis::taint {
namespace {

constexpr std::size_t kMaxEntries = 64;

std::vector<Object::Entry> copy_of(O object) { return {object->entries, object->entries + object->count}; }

}  // namespace

O Objects::replaced(O object, std::vector<Object::Entry> entries) const {
  Object made = *object;
  if (entries.size() > kMaxEntries) {
    for (const Object::Entry& entry : entries) made.rest = values_.join(made.rest, entry.value);
    entries.clear();
    made.exact = false;
  }
  Object::Entry* copy = values_.array<Object::Entry>(entries.size());
  std::copy(entries.begin(), entries.end(), copy);
  made.entries = copy;
  made.count = static_cast<std::uint32_t>(entries.size());
  return values_.make<Object>(made);
}

O Objects::make(Object::Shape shape, NodeId type) {
  Object made;
  made.shape = shape;
  made.type = type;
  return values_.make<Object>(made);
}

O Objects::list(const std::vector<V>& elements) {
  std::vector<Object::Entry> entries;
  entries.reserve(elements.size());
  for (const V element : elements) entries.push_back({0, element});
  return replaced(make(Object::Shape::list), std::move(entries));
}

V Objects::get(O object, Symbol key) const {
  for (std::uint32_t i = 0; i < object->count; ++i) {
    if (object->entries[i].key == key) return object->entries[i].value;
  }
  return nullptr;
}

O Objects::set(O object, Symbol key, V value) {
  std::vector<Object::Entry> entries = copy_of(object);
  for (Object::Entry& entry : entries) {
    if (entry.key != key) continue;
    if (entry.value == value) return object;
    entry.value = value;
    return replaced(object, std::move(entries));
  }
  entries.push_back({key, value});
  return replaced(object, std::move(entries));
}

O Objects::erase(O object, Symbol key) {
  std::vector<Object::Entry> entries = copy_of(object);
  std::erase_if(entries, [key](const Object::Entry& entry) { return entry.key == key; });
  return replaced(object, std::move(entries));
}

O Objects::append(O object, V value) {
  if (!object->exact) return with_rest(object, value);
  std::vector<Object::Entry> entries = copy_of(object);
  entries.push_back({0, value});
  return replaced(object, std::move(entries));
}

O Objects::insert_front(O object, V value) {
  if (!object->exact) return with_rest(object, value);
  std::vector<Object::Entry> entries = copy_of(object);
  entries.insert(entries.begin(), {0, value});
  return replaced(object, std::move(entries));
}

O Objects::set_at(O object, std::size_t index, V value) {
  if (!object->exact || index >= object->count) return with_rest(object, value);
  std::vector<Object::Entry> entries = copy_of(object);
  entries[index].value = value;
  return replaced(object, std::move(entries));
}

O Objects::erase_at(O object, std::size_t index) {
  if (!object->exact || index >= object->count) return object;
  std::vector<Object::Entry> entries = copy_of(object);
  entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
  return replaced(object, std::move(entries));
}

O Objects::with_rest(O object, V value) {
  Object made = *object;
  if (made.shape == Object::Shape::list && made.exact) {
    for (std::uint32_t i = 0; i < made.count; ++i) made.rest = values_.join(made.rest, made.entries[i].value);
    made.entries = nullptr;
    made.count = 0;
    made.exact = false;
  }
  const V joined = values_.join(made.rest, value);
  if (joined == object->rest && made.count == object->count) return object;
  made.rest = joined;
  return values_.make<Object>(made);
}

O Objects::with_text(O object, V text) {
  if (object->rest == text) return object;
  Object made = *object;
  made.rest = text;
  return values_.make<Object>(made);
}

O Objects::join(O a, O b) {
  if (a == b) return a;
  if (a->shape != b->shape) return with_rest(a, all(b));
  if (a->shape == Object::Shape::list) {
    if (a->exact && b->exact && a->count == b->count) {
      std::vector<Object::Entry> entries = copy_of(a);
      bool changed = false;
      for (std::uint32_t i = 0; i < a->count; ++i) {
        const V joined = values_.join(entries[i].value, b->entries[i].value);
        changed = changed || joined != entries[i].value;
        entries[i].value = joined;
      }
      return changed ? replaced(a, std::move(entries)) : a;
    }
    return with_rest(a, all(b));
  }
  std::vector<Object::Entry> entries = copy_of(a);
  bool changed = false;
  for (std::uint32_t i = 0; i < b->count; ++i) {
    const Object::Entry& added = b->entries[i];
    const auto same = std::find_if(entries.begin(), entries.end(),
                                   [&](const Object::Entry& entry) { return entry.key == added.key; });
    if (same == entries.end()) {
      entries.push_back(added);
      changed = true;
      continue;
    }
    const V joined = values_.join(same->value, added.value);
    changed = changed || joined != same->value;
    same->value = joined;
  }
  const V rest = values_.join(a->rest, b->rest);
  if (!changed && rest == a->rest) return a;
  Object made = *a;
  made.rest = rest;
  return replaced(values_.make<Object>(made), std::move(entries));
}

V Objects::all(O object) const {
  V joined = object->rest;
  for (std::uint32_t i = 0; i < object->count; ++i) joined = values_.join(joined, object->entries[i].value);
  return joined;
}

bool join_into(State& into, const State& from, Values& values) {
  if (!from.live) return false;
  if (!into.live) {
    into = from;
    return true;
  }
  Objects objects(values);
  // What is not set may be anything: null on one way only says nothing.
  const auto null_alone = [](const State& other) {
    return [&other](const auto& entry) {
      return entry.second->constant.kind == Constant::Kind::null &&
             other.variables.find(entry.first) == nullptr;
    };
  };
  into.variables.erase_if(null_alone(from));
  const FlatMap<V>* set = &from.variables;
  FlatMap<V> fewer;
  if (std::any_of(set->begin(), set->end(), null_alone(into))) {
    fewer = *set;
    fewer.erase_if(null_alone(into));
    set = &fewer;
  }
  bool changed = into.variables.merge(*set, false, [&](V a, V b) { return values.join(a, b); });
  changed |= into.heap.merge(from.heap, false, [&](O a, O b) { return objects.join(a, b); });
  changed |= into.cleared.merge(from.cleared, true, [](Rules a, Rules b) { return a & b; });
  return changed;
}

}  // namespace assay::analysis::taint
