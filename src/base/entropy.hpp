#pragma once
#include <string_view>

namespace assay::base {

/// Shannon entropy of the bytes of a text, in bits per byte: 0 for an empty text or one byte repeated, at
/// most 8. Random text of 20 letters and digits has above 3.5, words about 3.
double entropy(std::string_view text);

}  // namespace assay::base
