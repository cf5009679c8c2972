#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "core/issue.hpp"

namespace assay::llm::testing_quotes {

struct Damaged {
  std::string text;
  std::string kept;  ///< what is left of the original text; \x01 where something was left out
  std::optional<core::LineRange> claimed;
  int line_count = 0;
};

struct Damage {
  std::string_view name;
  bool recoverable = true;
  bool (*apply)(Damaged& quote, base::Random& random);  ///< false where it does not fit this quote
};

std::span<const Damage> damages();

}  // namespace assay::llm::testing_quotes
