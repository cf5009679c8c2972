#include "analysis/checks/test_file.hpp"

#include "analysis/rules/regex.hpp"

namespace assay::analysis {

bool is_test_file(std::string_view filename) {
  static const Regex pattern(
      "(?i:(^|[/.])(tests?|testsuites?|testing|testdata|__tests__|specs?|fixtures?)/)|"
      "(?i:(^|/)(test|spec)[_-][^/]*$|[._-](unit)?(tests?|spec)\\.\\w+$)|[a-z0-9]Tests?\\.\\w+$");
  return pattern.matches(filename);
}

}  // namespace assay::analysis
