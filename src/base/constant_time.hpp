#pragma once
#include <string_view>

namespace assay::base {

/// Whether both hold the same bytes, in a time that depends on their length alone. For secrets and hashes of
/// secrets. Texts of different lengths are told apart at once: a length is no secret here.
bool equals_in_constant_time(std::string_view a, std::string_view b);

}  // namespace assay::base
