#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/submission.hpp"

namespace assay::core {

/// What the answer depends on besides the input: one line per reviewer in force, for example
/// "static rules:9f2c… engine:3" or "llm model:gpt-x prompt:2 schema:1 …". Made by Reviewer::identity().
using ReviewerIdentities = std::vector<std::string>;

/// SHA-256 over length-prefixed fields {format version, scope, language, filename, normalised code, options,
/// files with their changed and known lines, rubric version, identities}: equal for equal work, never equal
/// by accident of concatenation. `no_cache` is left out.
Fingerprint fingerprint(const Scope& scope, const ReviewInput& input, const ReviewerIdentities& identities);

}  // namespace assay::core
