#include "core/issue.hpp"

namespace assay::core {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::low:
      return "low";
    case Severity::med:
      return "med";
    case Severity::high:
      return "high";
  }
  return "low";
}

std::string_view to_string(Category category) {
  switch (category) {
    case Category::correctness:
      return "correctness";
    case Category::security:
      return "security";
    case Category::performance:
      return "performance";
    case Category::readability:
      return "readability";
    case Category::maintainability:
      return "maintainability";
    case Category::testability:
      return "testability";
  }
  return "correctness";
}

std::optional<Severity> parse_severity(std::string_view name) {
  for (const auto severity : {Severity::low, Severity::med, Severity::high}) {
    if (to_string(severity) == name) return severity;
  }
  return std::nullopt;
}

std::optional<Category> parse_category(std::string_view name) {
  for (const auto category : kCategories) {
    if (to_string(category) == name) return category;
  }
  return std::nullopt;
}

}  // namespace assay::core
