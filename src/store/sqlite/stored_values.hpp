#pragma once
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"
#include "core/lifecycle.hpp"

namespace assay::store {

// What the numbers in the database mean. They are there for good: an enum that is to be reordered needs a
// mapping here.
static_assert(static_cast<int>(core::Status::pending) == 0 &&
              static_cast<int>(core::Status::in_progress) == 1 &&
              static_cast<int>(core::Status::completed) == 2 && static_cast<int>(core::Status::failed) == 3 &&
              static_cast<int>(core::Status::cancelled) == 4);
static_assert(static_cast<int>(core::Severity::low) == 0 && static_cast<int>(core::Severity::high) == 2);
static_assert(static_cast<int>(core::Category::correctness) == 0 &&
              static_cast<int>(core::Category::testability) == 5);
static_assert(static_cast<int>(core::Language::automatic) == 0 && static_cast<int>(core::Language::go) == 5 &&
              static_cast<int>(core::Language::php) == 11 && static_cast<int>(core::Language::sql) == 17 &&
              static_cast<int>(core::Language::text) == 23);

/// A submission that is not finished is stored with this state, whatever its job does.
inline constexpr int kOpen = 0;

/// A score column where there is none.
inline constexpr int kNoScore = -1;

inline int stored(core::Status status) { return static_cast<int>(status); }
/// Columns have the name of a language; only what is packed has its number.
constexpr int stored(core::Language language) { return static_cast<int>(language); }
inline std::int64_t stored(base::Timestamp time) { return time.time_since_epoch().count(); }
inline base::Timestamp timestamp(std::int64_t micros) { return base::Timestamp{base::Micros{micros}}; }

/// Nothing for a number that no status has.
inline std::optional<core::Status> status_of(std::int64_t number) {
  if (number < stored(core::Status::pending) || number > stored(core::Status::cancelled)) return std::nullopt;
  return static_cast<core::Status>(number);
}

/// Nothing for a number that no language has.
constexpr std::optional<core::Language> language_of(std::int64_t number) {
  if (number < stored(core::Language::automatic) || number > stored(core::Language::text))
    return std::nullopt;
  return static_cast<core::Language>(number);
}

}  // namespace assay::store
