#pragma once
#include <vector>

#include "base/json_writer.hpp"
#include "http/api.hpp"
#include "http/readiness.hpp"

namespace assay::http {

/// The member `reviewers` of /readyz and of the settings.
void write_reviewers(base::JsonWriter& json, const std::vector<ReviewerInfo>& reviewers);
/// Their member `limits`.
void write_limits(base::JsonWriter& json, const Api& api);

}  // namespace assay::http
