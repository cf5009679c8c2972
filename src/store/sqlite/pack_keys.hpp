#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/language.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/time_kind.hpp"

namespace assay::store {

/// Numbers of rollup_packs.kind: what is counted.
enum class PackKind : std::uint8_t {
  titles,  ///< issues, by the title's number
  sums,    ///< all else, by the keys below
};

/// The sums of a bucket that are one number each, in the order of their keys.
enum class Sum : std::uint8_t {
  total,
  cached,
  scored,
  score_sum,
  low,
  med,
  high,
  correctness,
  security,
  performance,
  readability,
  maintainability,
  testability,
  model_reviews,
  calls,
  input_tokens,
  output_tokens,
  cached_tokens,
  cost_nanos,
  unpriced_calls,
};

/// Those from `total` on, and those from `model_reviews` on.
using ReviewSums = std::array<std::int64_t, 13>;
using ModelSums = std::array<std::int64_t, 7>;
static_assert(static_cast<std::size_t>(Sum::model_reviews) == ReviewSums{}.size());
static_assert(static_cast<std::size_t>(Sum::unpriced_calls) + 1 == ReviewSums{}.size() + ModelSums{}.size());

// Keys of the kind `sums`: first the numbers, then how many submissions there are of each language, then how
// often each length of time was counted. All small, so that nearly all take a byte.
inline constexpr std::int64_t kFirstLanguageKey = 32;
inline constexpr std::int64_t kFirstTimeKey = 128;

constexpr std::int64_t sum_key(Sum sum) { return static_cast<int>(sum); }
constexpr std::int64_t language_key(core::Language language) { return kFirstLanguageKey + stored(language); }
/// `bin`: of core::Histogram.
constexpr std::int64_t time_key(TimeKind kind, int bin) {
  return kFirstTimeKey + bin * std::int64_t{2} + static_cast<int>(kind);
}
static_assert(sum_key(Sum::unpriced_calls) < kFirstLanguageKey);
static_assert(language_key(core::Language::text) < kFirstTimeKey);

constexpr bool is_time_key(std::int64_t key) { return key >= kFirstTimeKey; }
/// Nothing for a number that no language has.
constexpr std::optional<core::Language> language_of_key(std::int64_t key) {
  return language_of(key - kFirstLanguageKey);
}
constexpr TimeKind time_kind(std::int64_t key) { return static_cast<TimeKind>((key - kFirstTimeKey) % 2); }
constexpr int time_bin(std::int64_t key) { return static_cast<int>((key - kFirstTimeKey) / 2); }

}  // namespace assay::store
