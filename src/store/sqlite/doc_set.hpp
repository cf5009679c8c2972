#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::store {

/// Submissions (by submissions.seq) of one stretch of 4096, a bit each.
class DocBlock {
 public:
  static constexpr std::int64_t kDocs = 4096;

  static std::int64_t number_of(std::int64_t doc) { return doc / kDocs; }
  void set(std::int64_t doc) { word(doc) |= bit(doc); }
  void clear(std::int64_t doc) { word(doc) &= ~bit(doc); }
  bool has(std::int64_t doc) const {
    return (words_[static_cast<std::size_t>(doc % kDocs) / 64] & bit(doc)) != 0;
  }
  bool empty() const { return words_ == decltype(words_){}; }
  std::int64_t count() const;
  /// How many are in both.
  std::int64_t count_common(const DocBlock& other) const;
  void intersect(const DocBlock& other);
  void unite(const DocBlock& other);
  void subtract(const DocBlock& other);
  /// The largest member below `place`; both count from the beginning of the block.
  std::optional<std::int64_t> below(std::int64_t place) const;
  /// Appends the members of block `number`, ascending.
  void append_to(std::vector<std::int64_t>& docs, std::int64_t number) const;

  /// Below 256 members two bytes each, else 512 bytes of bits; little-endian.
  std::string encode() const;
  /// Nothing for bytes that `encode` does not write.
  static std::optional<DocBlock> decode(std::string_view bytes);

 private:
  static std::uint64_t bit(std::int64_t doc) { return std::uint64_t{1} << (doc % 64); }
  std::uint64_t& word(std::int64_t doc) { return words_[static_cast<std::size_t>(doc % kDocs) / 64]; }
  std::array<std::uint64_t, kDocs / 64> words_{};
};

/// A set of submissions: its blocks that are not empty, by number.
class DocSet {
 public:
  using Blocks = std::vector<std::pair<std::int64_t, DocBlock>>;

  /// `number` is above those that were added before.
  void add_block(std::int64_t number, const DocBlock& block) {
    if (!block.empty()) blocks_.emplace_back(number, block);
  }
  void add(std::int64_t doc);
  bool has(std::int64_t doc) const;
  std::int64_t count() const;
  /// Null where the block has no member.
  const DocBlock* block(std::int64_t number) const;
  void intersect(const DocSet& other);
  /// Calls lessen(number, block) for each block, ascending, which may take members out of it.
  template <class Lessen>
  void lessen_each(Lessen lessen) {
    for (auto& [number, block] : blocks_) lessen(number, block);
    std::erase_if(blocks_, [](const auto& each) { return each.second.empty(); });
  }
  void unite(const DocSet& other);
  void subtract(const DocSet& other);
  std::vector<std::int64_t> members() const;
  const Blocks& blocks() const { return blocks_; }

 private:
  Blocks blocks_;
};

}  // namespace assay::store
