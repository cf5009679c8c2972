#pragma once
#include <optional>
#include <string>

#include "base/json_reader.hpp"

namespace assay::fakes {

/// What a strict structured-output endpoint finds wrong with a schema (nothing: it is accepted): the root
/// must be an object; each object needs additionalProperties:false and every property in `required`; oneOf,
/// allOf, not, if and patternProperties are not permitted; at most 5 levels.
std::optional<std::string> find_strict_schema_error(const base::JsonValue& schema);

}  // namespace assay::fakes
