#include "core/fingerprint.hpp"

#include "base/sha256.hpp"
#include "base/uuid.hpp"
#include "core/scoring.hpp"

namespace assay::core {
namespace {
/// Raise it when a field is added or its meaning changes.
constexpr std::uint64_t kFormatVersion = 1;
}  // namespace

Fingerprint fingerprint(const Scope& scope, const ReviewInput& input, const ReviewerIdentities& identities) {
  thread_local base::Sha256 hash;
  hash.update_field(kFormatVersion);
  hash.update_field(scope.str());
  hash.update_field(to_string(input.language));
  hash.update_field(input.filename);
  hash.update_field(input.code);
  hash.update_field(input.options.reviewers.size());
  for (const auto& reviewer : input.options.reviewers) hash.update_field(reviewer);
  hash.update_field(input.options.model);
  hash.update_field(static_cast<std::uint64_t>(input.options.samples));
  hash.update_field(input.options.min_severity ? to_string(*input.options.min_severity) : std::string_view{});
  hash.update_field(static_cast<std::uint64_t>(kRubricVersion));
  hash.update_field(identities.size());
  for (const auto& identity : identities) hash.update_field(identity);
  return Fingerprint{base::to_hex(hash.finish())};
}

}  // namespace assay::core
