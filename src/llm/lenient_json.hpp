#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay::llm {

/// One JSON-like value, written anew as strict JSON.
struct LenientValue {
  std::string json;
  std::size_t end = 0;    ///< offset behind the value in the text
  bool repaired = false;  ///< it was not strict JSON as it stood
};

/// Reads the value at `start` the way models write it when they miss JSON: trailing and missing commas,
/// single quotes, unquoted keys, Python's True/False/None, NaN and infinities (null), numbers out of range
/// (null), comments, raw line breaks and unescaped quotes in strings, lone surrogates and ill-formed UTF-8
/// (U+FFFD). Nothing when the text ends inside the value or is no such value:
/// half a review is never taken for a whole one.
std::optional<LenientValue> read_lenient_json(std::string_view text, std::size_t start);
/// The same; `truncated` says whether it was the end of the text that was in the way.
std::optional<LenientValue> read_lenient_json(std::string_view text, std::size_t start, bool& truncated);

}  // namespace assay::llm
