#include "analysis/checks/test_file.hpp"

#include <gtest/gtest.h>

namespace assay::analysis {
namespace {

TEST(TestFile, TellsTestsByTheirFolderAndByTheirName) {
  for (const char* name :
       {"tests/pool.cpp", "src/test/java/a/Pool.java", "pool_test.go", "PoolTests.cs", "test_pool.py",
        "web/pool.spec.ts", "core/testsuite/src/Pool.cpp", "Lib.Tests/Pool.cs", "a/pool_unittest.cc"})
    EXPECT_TRUE(is_test_file(name)) << name;
  for (const char* name : {"src/pool.cpp", "contest.py", "src/latest/a.go", "attest.c", "Contest.cs",
                           "spectrum/a.ts", "testament.rb", "protest.php", "settings.py", ""})
    EXPECT_FALSE(is_test_file(name)) << name;
}

}  // namespace
}  // namespace assay::analysis
