#pragma once
#include <string_view>

/// The files of prompts/ and src/llm/data/ as they were when the binary was built.
namespace assay::llm::embedded {

extern const std::string_view kSystemPrompt;
extern const std::string_view kCodePrompt;
extern const std::string_view kRubric;
extern const std::string_view kReviewSchema;
extern const std::string_view kVerifySystemPrompt;
extern const std::string_view kVerifyPrompt;
extern const std::string_view kVerifySchema;
extern const std::string_view kSecretRules;
extern const std::string_view kModelPrices;
extern const std::string_view
    kPromptVersion;  ///< versions of prompt, rubric, schema and second pass, and a digest of the files
extern const std::string_view kSecretRulesDigest;  ///< 8 hex digits

}  // namespace assay::llm::embedded
