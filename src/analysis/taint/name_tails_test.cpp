#include "analysis/taint/name_tails.hpp"

#include <gtest/gtest.h>

namespace assay::analysis::taint {
namespace {

TEST(NameTails, KnowsTheLastWordsOfAPattern) {
  const NameTails sql("(^|\\.)(execute(many)?|raw)$|^sqlite3\\.connect\\(\\)\\.executescript$");
  for (const char* word : {"execute", "executemany", "raw", "executescript"})
    EXPECT_TRUE(sql.may_end_in(word)) << word;
  for (const char* word : {"many", "connect", "executes", "reexecute", "fetch", ""})
    EXPECT_FALSE(sql.may_end_in(word)) << word;
}

TEST(NameTails, LooksThroughOptionalAndRepeatedParts) {
  const NameTails optional("^(re|regex)\\.subn?$");
  EXPECT_TRUE(optional.may_end_in("sub"));
  EXPECT_TRUE(optional.may_end_in("subn"));
  EXPECT_FALSE(optional.may_end_in("su"));
  const NameTails prefix("^(\\w+\\.)*[A-Z]\\w+$");
  EXPECT_TRUE(prefix.may_end_in("anything"));
  const NameTails suffix("\\w*Response$");
  EXPECT_TRUE(suffix.may_end_in("HttpResponse"));
  EXPECT_FALSE(suffix.may_end_in("respond"));
  const NameTails nested("^(foo\\.(a|b){2}c|x+)\\.(y|z)$");
  EXPECT_TRUE(nested.may_end_in("z"));
  EXPECT_FALSE(nested.may_end_in("c"));
}

TEST(NameTails, SaysYesWhereAnythingMayStandAroundOrTheCaseIsOpen) {
  EXPECT_TRUE(NameTails("^os\\.system").may_end_in("whatever"));
  EXPECT_TRUE(NameTails("Redirect$").may_end_in("PermanentRedirect"));
  EXPECT_FALSE(NameTails("Redirect$").may_end_in("redirect"));
  EXPECT_TRUE(NameTails("(?i)(^|\\.)log$").may_end_in("LOG"));
  EXPECT_TRUE(NameTails("(^|\\.)save$").may_end_in("save!"));  // no word: not looked at
  EXPECT_TRUE(NameTails("(^|\\.)\\pLx$").may_end_in("a"));     // not understood
  EXPECT_TRUE(NameTails("(^|\\.)(a$").may_end_in("b"));
}

}  // namespace
}  // namespace assay::analysis::taint
