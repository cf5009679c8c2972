#pragma once
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace assay::base {

/// A UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then chance; 36 characters, lower case.
/// Ids made later sort after earlier ones to the millisecond.
std::string make_uuid7(Timestamp now, Random& random);

/// Lower-case hexadecimal, two characters a byte.
std::string to_hex(std::string_view bytes);

}  // namespace assay::base
