#pragma once
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_reader.hpp"

namespace assay::llm {

/// The members of one object of a reply, looked up by the several names that models give them. Of equal names
/// the last one counts. Valid as long as the document.
class Members {
 public:
  explicit Members(const base::JsonValue& object) : members_(object.members()) {}

  /// The value of the first of `names` that has one; null is none.
  std::optional<base::JsonValue> find(std::initializer_list<std::string_view> names) const;
  /// A name that stands more than once; empty for none.
  std::string_view repeated() const;
  const std::vector<std::pair<std::string_view, base::JsonValue>>& all() const { return members_; }

 private:
  std::vector<std::pair<std::string_view, base::JsonValue>> members_;
};

}  // namespace assay::llm
