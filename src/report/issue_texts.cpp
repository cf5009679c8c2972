#include "report/issue_texts.hpp"

namespace assay::report {

std::string rule_name(const core::Issue& issue) {
  return issue.rule_id.empty() ? "model." + std::string{core::to_string(issue.category)} : issue.rule_id;
}

std::string_view path_of(const FileReview& file, const core::Issue& issue) {
  return issue.path.empty() ? std::string_view{file.path} : std::string_view{issue.path};
}

std::string_view repository_path(const FileReview& file, const core::Issue& issue) {
  auto path = path_of(file, issue);
  while (path.starts_with("./")) path.remove_prefix(2);
  return path;
}

std::string full_text(const core::Issue& issue) {
  return issue.detail.empty() ? issue.title : issue.title + "\n" + issue.detail;
}

}  // namespace assay::report
