#pragma once
#include <string_view>

#include "core/language.hpp"
#include "http/body_fields.hpp"

namespace assay::http {

/// Reads a language by its name on the wire, "auto" included.
Refusal read_language(const base::JsonValue& value, std::string_view field, core::Language& language);

}  // namespace assay::http
