#include "core/fingerprint.hpp"

#include <cmath>

#include "base/sha256.hpp"
#include "base/uuid.hpp"
#include "core/scoring.hpp"

namespace assay::core {
namespace {
/// Raise it when a field is added or its meaning changes.
constexpr std::uint64_t kFormatVersion = 2;

void update_lines(base::Sha256& hash, const std::vector<LineRange>& ranges) {
  hash.update_field(ranges.size());
  for (const auto& range : ranges) {
    hash.update_field(static_cast<std::uint64_t>(range.start));
    hash.update_field(static_cast<std::uint64_t>(range.end));
  }
}

void update_file(base::Sha256& hash, const InputFile& file) {
  hash.update_field(file.path);
  hash.update_field(to_string(file.language));
  hash.update_field(file.code);
  hash.update_field(static_cast<std::uint64_t>(file.changed.has_value() ? 1 : 0));
  if (file.changed) update_lines(hash, *file.changed);
  update_lines(hash, file.known);
}

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
  constexpr double kSteps = 1e6;  // finer differences of a confidence mean nothing
  hash.update_field(input.options.min_confidence
                        ? static_cast<std::uint64_t>(std::llround(*input.options.min_confidence * kSteps)) + 1
                        : 0);
  hash.update_field(static_cast<std::uint64_t>(input.options.max_issues.value_or(0)));
  hash.update_field(input.files.size());
  for (const auto& file : input.files) update_file(hash, file);
  hash.update_field(static_cast<std::uint64_t>(kRubricVersion));
  hash.update_field(identities.size());
  for (const auto& identity : identities) hash.update_field(identity);
  return Fingerprint{base::to_hex(hash.finish())};
}

}  // namespace assay::core
