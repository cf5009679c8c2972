#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"

namespace assay::llm {

/// Version of prompt, rubric and schema together; part of the fingerprint and on every review.
std::string_view prompt_version();
/// The JSON schema of a reply.
std::string_view review_schema();

/// What a request is about. Views outlive the call.
struct PromptInput {
  core::Language language = core::Language::text;
  std::string_view filename;
  std::span<const std::string_view> lines;  ///< all lines of the file, as they may be sent
  core::LineRange part;                     ///< those of this request
  /// What an analyzer found; those within the part are told, numbered by their place in the list: E1, E2 …
  std::span<const core::Issue> evidence;
  std::span<const core::LineRange> changed;  ///< of a diff: only they are of interest; empty: all are
  std::string_view context;                  ///< of the rest of the file (part_context.hpp); may be empty
  std::size_t max_line_bytes = 0;            ///< longer lines are cut; 0: none
  bool describe_schema = false;              ///< the schema goes into the prompt, for servers that take none
};

/// The stable part: the same bytes for every request with the same `max_issues`, so that providers can cache
/// it.
std::string build_system_prompt(int max_issues);
/// The part with the code, between delimiters drawn from `random`.
std::string build_code_prompt(const PromptInput& input, base::Random& random);

}  // namespace assay::llm
