#include "store/sqlite/doc_set.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace assay::store {
namespace {

constexpr std::size_t kBitmapBytes = DocBlock::kDocs / 8;
constexpr std::int64_t kMostListed = 256;

auto at_or_after(DocSet::Blocks& blocks, std::int64_t number) {
  return std::ranges::lower_bound(blocks, number, {}, &DocSet::Blocks::value_type::first);
}

}  // namespace

std::int64_t DocBlock::count() const {
  std::int64_t sum = 0;
  for (const auto word : words_) sum += std::popcount(word);
  return sum;
}

std::int64_t DocBlock::count_common(const DocBlock& other) const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < words_.size(); ++i) sum += std::popcount(words_[i] & other.words_[i]);
  return sum;
}

void DocBlock::intersect(const DocBlock& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
}

void DocBlock::unite(const DocBlock& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
}

void DocBlock::subtract(const DocBlock& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
}

std::optional<std::int64_t> DocBlock::below(std::int64_t place) const {
  for (auto i = (place + 63) / 64; i-- > 0;) {
    auto word = words_[static_cast<std::size_t>(i)];
    if ((i + 1) * 64 > place) word &= bit(place) - 1;
    if (word != 0) return i * 64 + 63 - std::countl_zero(word);
  }
  return std::nullopt;
}

void DocBlock::append_to(std::vector<std::int64_t>& docs, std::int64_t number) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (auto word = words_[i]; word != 0; word &= word - 1) {
      docs.push_back(number * kDocs + static_cast<std::int64_t>(i) * 64 + std::countr_zero(word));
    }
  }
}

std::string DocBlock::encode() const {
  std::string out;
  const auto put = [&out](std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
  };
  if (count() >= kMostListed) {
    out.reserve(kBitmapBytes);
    for (const auto word : words_) put(word, 8);
    return out;
  }
  std::vector<std::int64_t> members;
  append_to(members, 0);
  for (const auto member : members) put(static_cast<std::uint64_t>(member), 2);
  return out;
}

std::optional<DocBlock> DocBlock::decode(std::string_view bytes) {
  if (bytes.size() % 2 != 0 || bytes.size() > kBitmapBytes) return std::nullopt;
  const auto byte = [bytes](std::size_t i) { return std::uint64_t{static_cast<std::uint8_t>(bytes[i])}; };
  DocBlock block;
  if (bytes.size() == kBitmapBytes) {
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(block.words_.data(), bytes.data(), kBitmapBytes);
      return block;
    }
    for (std::size_t i = 0; i < kBitmapBytes; ++i) block.words_[i / 8] |= byte(i) << (8 * (i % 8));
    return block;
  }
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const auto member = static_cast<std::int64_t>(byte(i) | (byte(i + 1) << 8));
    if (member >= kDocs) return std::nullopt;
    block.set(member);
  }
  return block;
}

void DocSet::add(std::int64_t doc) {
  const auto number = DocBlock::number_of(doc);
  auto at = at_or_after(blocks_, number);
  if (at == blocks_.end() || at->first != number) at = blocks_.insert(at, {number, DocBlock{}});
  at->second.set(doc);
}

bool DocSet::has(std::int64_t doc) const {
  const auto* const there = block(DocBlock::number_of(doc));
  return there != nullptr && there->has(doc);
}

const DocBlock* DocSet::block(std::int64_t number) const {
  const auto at = std::ranges::lower_bound(blocks_, number, {}, &Blocks::value_type::first);
  return at != blocks_.end() && at->first == number ? &at->second : nullptr;
}

std::int64_t DocSet::count() const {
  std::int64_t sum = 0;
  for (const auto& [number, block] : blocks_) sum += block.count();
  return sum;
}

void DocSet::intersect(const DocSet& other) {
  Blocks kept;
  auto theirs = other.blocks_.begin();
  for (auto& [number, block] : blocks_) {
    while (theirs != other.blocks_.end() && theirs->first < number) ++theirs;
    if (theirs == other.blocks_.end()) break;
    if (theirs->first != number) continue;
    block.intersect(theirs->second);
    if (!block.empty()) kept.emplace_back(number, block);
  }
  blocks_ = std::move(kept);
}

void DocSet::unite(const DocSet& other) {
  const auto before = std::ssize(blocks_);
  for (const auto& [number, block] : other.blocks_) {
    const auto end = blocks_.begin() + before;
    const auto at = std::ranges::lower_bound(blocks_.begin(), end, number, {}, &Blocks::value_type::first);
    if (at != end && at->first == number) {
      at->second.unite(block);
    } else {
      blocks_.emplace_back(number, block);
    }
  }
  // What is united day by day or score by score mostly has its blocks in order already.
  const auto added = blocks_.begin() + before;
  if (added == blocks_.begin() || added == blocks_.end() || (added - 1)->first < added->first) return;
  std::ranges::inplace_merge(blocks_, added, {}, &Blocks::value_type::first);
}

void DocSet::subtract(const DocSet& other) {
  auto theirs = other.blocks_.begin();
  lessen_each([&](std::int64_t number, DocBlock& block) {
    while (theirs != other.blocks_.end() && theirs->first < number) ++theirs;
    if (theirs != other.blocks_.end() && theirs->first == number) block.subtract(theirs->second);
  });
}

std::vector<std::int64_t> DocSet::members() const {
  std::vector<std::int64_t> docs;
  for (const auto& [number, block] : blocks_) block.append_to(docs, number);
  return docs;
}

}  // namespace assay::store
