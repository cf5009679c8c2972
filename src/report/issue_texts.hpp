#pragma once
#include <string>
#include <string_view>

#include "core/issue.hpp"
#include "report/file_review.hpp"

/// What several formats say of an issue in the same words.
namespace assay::report {

/// The rule's id; for findings of a model, which have no rule, "model.CATEGORY".
std::string rule_name(const core::Issue& issue);

/// The path of the file that the issue is in: its own, where a submission has several files.
std::string_view path_of(const FileReview& file, const core::Issue& issue);

/// The same without "./" in front, as formats want it that compare paths with those of a repository.
std::string_view repository_path(const FileReview& file, const core::Issue& issue);

/// Title and detail, the detail on lines of its own.
std::string full_text(const core::Issue& issue);

}  // namespace assay::report
