#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace assay::base {

/// Length in bytes (1-4) of the well-formed UTF-8 sequence at the front of `text`, or 0 where there is none
/// (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t utf8_sequence_length(std::string_view text);

bool is_valid_utf8(std::string_view text);

/// Every maximal ill-formed part becomes U+FFFD. Lines stay where they are.
std::string replace_invalid_utf8(std::string_view text);

/// At most `max_bytes` from the front of `text`, never cutting a sequence in two.
std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

}  // namespace assay::base
