#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace assay::analysis::taint {

/// A text by its number; 0 is the empty text.
using Symbol = std::uint32_t;

/// The texts that one analysis meets (names, keys, notes), each kept once. Not thread-safe.
class Symbols {
 public:
  Symbols() { intern(""); }

  Symbol intern(std::string_view text) {
    const auto found = numbers_.find(text);
    if (found != numbers_.end()) return found->second;
    texts_.emplace_back(text);
    const auto number = static_cast<Symbol>(texts_.size() - 1);
    numbers_.emplace(texts_.back(), number);
    return number;
  }
  /// Valid as long as the object.
  std::string_view text(Symbol symbol) const { return texts_[symbol]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, Symbol> numbers_;
};

}  // namespace assay::analysis::taint
