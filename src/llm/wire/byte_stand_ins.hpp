#pragma once
#include <string>
#include <string_view>

namespace assay::llm {

/// JSON must be UTF-8, but what some servers send is not: half a character at the end of an event, or a byte
/// that means nothing. Each such byte becomes a character that nobody writes (U+10FF00 and the byte's value),
/// which any parser accepts.
std::string put_stand_ins(std::string_view json);
/// The bytes again, in text that was parsed.
std::string take_stand_ins(std::string_view text);

}  // namespace assay::llm
