#include "http/language_field.hpp"

#include "base/utf8.hpp"
#include "http/query.hpp"

namespace assay::http {

Refusal read_language(const base::JsonValue& value, std::string_view field, core::Language& language) {
  const auto text = value.as_string();
  if (!text) return refuse_type(field, "a string", value);
  const auto known = core::parse_language(*text);
  if (!known) {
    const auto shown = base::utf8_prefix(*text, kMaxNameBytes);
    return refuse_field(field, "\"" + std::string{field} + "\" must be one of " +
                                   language_names(AutoLanguage::listed) + ", not \"" + std::string{shown} +
                                   (shown.size() < text->size() ? "…\"." : "\"."));
  }
  language = *known;
  return std::nullopt;
}

}  // namespace assay::http
