#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_reader.hpp"

namespace assay::llm {

/// A member as text; a whole number as its digits; empty for anything else and for none.
std::string text_of(const base::JsonValue& object, std::string_view name);
/// A member as a count: 0 for none, for a negative one, and for what is no number.
std::int64_t count_of(const base::JsonValue& object, std::string_view name);
/// The member where it is an object.
std::optional<base::JsonValue> object_of(const base::JsonValue& object, std::string_view name);
/// The value as compact JSON.
std::string to_json(const base::JsonValue& value);

}  // namespace assay::llm
