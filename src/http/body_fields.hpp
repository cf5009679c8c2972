#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.hpp"
#include "http/response.hpp"

namespace assay::http {

/// The answer to give where a field can't be taken; nothing where it could.
using Refusal = std::optional<Response>;

inline constexpr std::size_t kMaxNameBytes = 64;  ///< of a name that is shown again

/// 422 about a field. `sentence` is for the caller.
Response refuse_field(std::string_view field, std::string sentence);
/// 422: "FIELD" must be EXPECTED, not what was found.
Response refuse_type(std::string_view field, std::string_view expected, const base::JsonValue& found);

bool has_control_characters(std::string_view text);

/// Names of members that are not known, in order; at most 32, each cut to kMaxNameBytes.
class IgnoredFields {
 public:
  void add(std::string_view name);
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::vector<std::string> names_;
};

}  // namespace assay::http
