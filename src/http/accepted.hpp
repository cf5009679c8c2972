#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/lifecycle.hpp"
#include "http/response.hpp"

namespace assay::http {

/// 202 with Location: the object SubmissionAccepted.
Response accepted(const core::SubmissionId& id, core::Status status,
                  const std::vector<std::string>& ignored_fields);

}  // namespace assay::http
