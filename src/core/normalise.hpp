#pragma once
#include <string>
#include <string_view>

namespace assay::core {

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Removes only what can't change the meaning of a line or its number: a leading byte order mark, CR before
/// LF, and newlines at the end (one is kept where there was any). A lone CR stays.
std::string normalise_code(std::string_view code);

}  // namespace assay::core
