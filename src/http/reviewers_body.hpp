#pragma once
#include <vector>

#include "base/json_writer.hpp"
#include "http/readiness.hpp"
#include "http/vitals.hpp"

namespace assay::http {

/// The member `reviewers` of /readyz and of the settings.
void write_reviewers(base::JsonWriter& json, const std::vector<ReviewerInfo>& reviewers);
/// Their member `limits`.
void write_limits(base::JsonWriter& json, const Vitals& vitals);

}  // namespace assay::http
