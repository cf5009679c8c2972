#pragma once
#include "core/submission.hpp"
#include "http/body_fields.hpp"

namespace assay::http {

/// Reads the member `options` of a submission: an object or null. A member that is null has its default.
Refusal read_options(const base::JsonValue& value, core::ReviewOptions& options, IgnoredFields& ignored);

}  // namespace assay::http
