#pragma once
#include <cstddef>
#include <vector>

#include "core/submission.hpp"
#include "http/body_fields.hpp"

namespace assay::http {

inline constexpr std::size_t kMaxFiles = 500;

/// Reads the member `files` of a submission: 1 to kMaxFiles objects with path and code, all codes together at
/// most `max_code_bytes` long. A file without a language has `automatic`.
Refusal read_files(const base::JsonValue& value, std::size_t max_code_bytes,
                   std::vector<core::InputFile>& files, IgnoredFields& ignored);

}  // namespace assay::http
