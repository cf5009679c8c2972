#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"

namespace assay::llm {

/// The JSON schema of the second pass, and the part of its prompt that never changes.
std::string_view verify_schema();
std::string_view verify_system_prompt();

/// What the second pass is asked. Views outlive the call.
struct VerifyInput {
  core::Language language = core::Language::text;
  std::string_view filename;
  std::span<const std::string_view> lines;       ///< all lines of the file, as they may be sent
  core::LineRange part;                          ///< those of this request
  std::span<const core::Issue* const> findings;  ///< numbered F1, F2 … in this order
  std::size_t max_line_bytes = 0;
  bool describe_schema = false;
};
std::string build_verify_prompt(const VerifyInput& input, base::Random& random);

}  // namespace assay::llm
