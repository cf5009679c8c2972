#pragma once
#include <string>
#include <string_view>

#include "core/ports/review_store.hpp"

namespace assay::store {

/// What makes issues count as the same one in statistics: the rule, or for issues without one the normalised
/// title (lower case in ASCII, single spaces, no closing punctuation).
std::string title_key(const core::IssueSummary& issue);

}  // namespace assay::store
