#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/submission.hpp"

namespace assay::store {

/// The options of an input as stored text; empty for the defaults. `no_cache` is not among them: it belongs
/// to the submission, because inputs are shared.
std::string encode_options(const core::ReviewOptions& options);
/// Nothing for text that encode_options does not write.
std::optional<core::ReviewOptions> decode_options(std::string_view text);

}  // namespace assay::store
