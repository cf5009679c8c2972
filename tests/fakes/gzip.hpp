#pragma once
#include <string>
#include <string_view>

namespace assay::fakes {

/// The bytes as one gzip member.
std::string gzip(std::string_view bytes);

}  // namespace assay::fakes
