#pragma once
#include <cstdint>

#include "analysis/rules/conditions.hpp"

namespace assay::analysis {

/// What a file is there for, as far as its name and its imports say it beyond doubt.
enum class Purpose : std::uint8_t {
  product,
  test,  ///< run by a test framework: `_test.go`, a Java file below `src/test` or with JUnit or TestNG in it
  fixture,  ///< read by tests and built by nobody: Go's `testdata` folders
};

Purpose purpose_of(const FileView& file);

/// Whether a reviewer would say it about code of that purpose. Nobody attacks a test or waits for it, so that
/// weaknesses and slowness are no news there; fixtures are wrong on purpose. A secret is one wherever it is.
bool matters(const Rule& rule, Purpose purpose);

}  // namespace assay::analysis
