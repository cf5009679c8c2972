#pragma once
#include <string_view>

namespace assay::analysis {

/// Whether the name is that of a test or of what tests use: `tests/a.cpp`, `src/test/A.java`, `a_test.go`,
/// `ATests.cs`, `test_a.py`, `a.spec.ts`. What is wrong in other code is often meant there.
bool is_test_file(std::string_view filename);

}  // namespace assay::analysis
