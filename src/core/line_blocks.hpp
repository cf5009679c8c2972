#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/issue.hpp"

namespace assay::core {

/// The lines of a text as a comparison sees them: without white space at both ends, blank ones left out.
/// Answers whether a block of one text stands in another one, wherever that is.
class LineBlocks {
 public:
  explicit LineBlocks(std::string_view code);

  /// Hashes of the lines `lines`, which may reach beyond the text.
  std::vector<std::uint64_t> block(LineRange lines) const;
  /// Whether these lines stand in this text one behind the other. An empty block does. Of a line that stands
  /// in very many places only the first ones are looked at.
  bool contains(const std::vector<std::uint64_t>& block) const;
  bool same_as(const LineBlocks& other) const { return hashes_ == other.hashes_; }

 private:
  std::vector<std::uint64_t> hashes_;  // of the lines that are not blank
  std::vector<int> numbers_;           // their numbers
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> places_;
};

}  // namespace assay::core
