#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace assay::core {

/// A string that names one kind of thing and can't be mistaken for another kind's.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

/// UUIDv7, or the 24 hex digits an imported submission had. Opaque to clients.
using SubmissionId = Id<struct SubmissionTag>;
/// UUIDv7; one review can answer many submissions.
using ReviewId = Id<struct ReviewTag>;
/// UUIDv7; the unit of work in the queue, one for equal fingerprints at a time.
using JobId = Id<struct JobTag>;
/// 64 hex digits; see fingerprint.hpp.
using Fingerprint = Id<struct FingerprintTag>;
/// The tenant whose data this is.
using Scope = Id<struct ScopeTag>;

/// The scope when there are no users.
inline Scope public_scope() { return Scope{"public"}; }

/// Grows with each claim of a job; a result is stored only under the newest one.
enum class Fence : std::int64_t {};

/// True for what can be an id at all: 36 characters of a lower-case UUID or 24 lower-case hex digits.
/// Anything else is `invalid_id` before a store is asked.
bool is_well_formed_id(std::string_view text);

}  // namespace assay::core

template <class Tag>
struct std::hash<assay::core::Id<Tag>> {
  std::size_t operator()(const assay::core::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
