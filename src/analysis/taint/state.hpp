#pragma once
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "analysis/taint/value.hpp"

namespace assay::analysis::taint {

/// A map from small numbers that is copied often and changed little. Sorted by key.
template <class T>
class FlatMap {
 public:
  using Entry = std::pair<std::uint32_t, T>;

  const T* find(std::uint32_t key) const {
    const auto at = lower(key);
    return at != entries_.end() && at->first == key ? &at->second : nullptr;
  }
  void set(std::uint32_t key, T value) {
    const auto at = entries_.begin() + (lower(key) - entries_.cbegin());
    if (at != entries_.end() && at->first == key) {
      at->second = value;
    } else {
      entries_.insert(at, {key, value});
    }
  }
  void erase(std::uint32_t key) {
    const auto at = lower(key);
    if (at != entries_.end() && at->first == key) entries_.erase(at);
  }
  template <class F>
  void erase_if(F&& predicate) {
    std::erase_if(entries_, predicate);
  }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  std::size_t size() const { return entries_.size(); }
  void clear() { entries_.clear(); }
  bool operator==(const FlatMap&) const = default;

  /// Adds the entries of `from`; `both(a, b)` gives the value of a key in both. With `common`, keys of only
  /// one are dropped. True if anything changed.
  template <class F>
  bool merge(const FlatMap& from, bool common, F&& both) {
    std::vector<Entry> merged;
    merged.reserve(entries_.size() + from.entries_.size());
    bool changed = false;
    auto a = entries_.begin();
    auto b = from.entries_.begin();
    while (a != entries_.end() || b != from.entries_.end()) {
      if (b == from.entries_.end() || (a != entries_.end() && a->first < b->first)) {
        if (!common) merged.push_back(*a);
        changed = changed || common;
        ++a;
      } else if (a == entries_.end() || b->first < a->first) {
        if (!common) merged.push_back(*b);
        changed = changed || !common;
        ++b;
      } else {
        merged.emplace_back(a->first, both(a->second, b->second));
        changed = changed || merged.back().second != a->second;
        ++a;
        ++b;
      }
    }
    if (changed) entries_ = std::move(merged);
    return changed;
  }

 private:
  auto lower(std::uint32_t key) const {
    return std::lower_bound(entries_.begin(), entries_.end(), key,
                            [](const Entry& entry, std::uint32_t k) { return entry.first < k; });
  }
  std::vector<Entry> entries_;
};

/// Something on the heap. Immutable; a change makes a new one.
struct Object {
  enum class Shape : std::uint8_t {
    record,  ///< fields by name, map entries by key
    list,    ///< elements by position, as long as the positions are known
    text,    ///< a string builder: `rest` is its text
  };
  struct Entry {
    Symbol key;
    V value;
  };
  Shape shape = Shape::record;
  NodeId type = kNone;  ///< the class of this file that it is an instance of
  bool exact = true;    ///< list: the elements are exactly the entries, in order
  const Entry* entries = nullptr;
  std::uint32_t count = 0;
  V rest = nullptr;  ///< what may be at any other key or position
};
using O = const Object*;

/// What is known at one point of the program.
struct State {
  bool live = false;       ///< the point can be reached
  FlatMap<V> variables;    ///< by VariableId
  FlatMap<O> heap;         ///< by ObjectId
  FlatMap<Rules> cleared;  ///< roots that a test has found harmless for these rules
};

/// Operations on objects. All return a new object.
class Objects {
 public:
  explicit Objects(Values& values) : values_(values) {}

  O make(Object::Shape shape, NodeId type = kNone);
  O list(const std::vector<V>& elements);
  V get(O object, Symbol key) const;  ///< null: nothing is known to be there
  O set(O object, Symbol key, V value);
  O erase(O object, Symbol key);
  O append(O object, V value);
  O insert_front(O object, V value);
  O set_at(O object, std::size_t index, V value);
  O erase_at(O object, std::size_t index);
  O with_rest(O object, V value);  ///< something may be added anywhere
  O with_text(O object, V text);
  O join(O a, O b);
  /// Everything in it as one value; null for nothing.
  V all(O object) const;

 private:
  O replaced(O object, std::vector<Object::Entry> entries) const;
  Values& values_;
};

/// Joins `from` into `into`; true if that changed it.
bool join_into(State& into, const State& from, Values& values);

}  // namespace assay::analysis::taint
