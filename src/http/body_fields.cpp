#include "http/body_fields.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "http/problem.hpp"

namespace assay::http {

Response refuse_field(std::string_view field, std::string sentence) {
  return problem(422, "invalid_argument", std::move(sentence), std::string{field});
}

Response refuse_type(std::string_view field, std::string_view expected, const base::JsonValue& found) {
  return refuse_field(field, std::string{"\""}
                                     .append(field)
                                     .append("\" must be ")
                                     .append(expected)
                                     .append(", not ")
                                     .append(to_string(found.type())) +
                                 ".");
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

void IgnoredFields::add(std::string_view name) {
  constexpr std::size_t kMaxNamed = 32;
  if (names_.size() < kMaxNamed) names_.emplace_back(base::utf8_prefix(name, kMaxNameBytes));
}

}  // namespace assay::http
