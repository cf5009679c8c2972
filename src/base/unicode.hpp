#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace assay::base {

/// True for what words are made of: letters, marks, digits and other numbers, and connectors such as the
/// underscore (Unicode general categories L, M, N and Pc).
bool is_word_character(char32_t code_point);

/// The code point of the well-formed UTF-8 sequence of `length` bytes (utf8_sequence_length) at the front.
char32_t decode_utf8(std::string_view text, std::size_t length);

/// The text with differences of case, and of composed and decomposed characters, taken away: full case
/// folding (so "ß" becomes "ss"), then NFC. Folding again changes nothing. `text` is well-formed UTF-8.
std::string fold_case(std::string_view text);

}  // namespace assay::base
