#include "core/fingerprint.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace assay::core {
namespace {

ReviewInput sample() {
  ReviewInput input;
  input.language = Language::python;
  input.filename = "a.py";
  input.code = "x = 1\n";
  return input;
}

TEST(Fingerprint, is_equal_for_equal_work) {
  EXPECT_EQ(fingerprint(public_scope(), sample(), {"static 1"}),
            fingerprint(public_scope(), sample(), {"static 1"}));
  EXPECT_EQ(fingerprint(public_scope(), sample(), {}).str().size(), 64U);
}

TEST(Fingerprint, differs_in_everything_that_changes_the_answer) {
  const std::vector<std::function<void(ReviewInput&)>> changes = {
      [](auto&) {},
      [](auto& i) { i.language = Language::go; },
      [](auto& i) { i.filename = "b.py"; },
      [](auto& i) { i.code += " "; },
      [](auto& i) { i.options.reviewers = {"static"}; },
      [](auto& i) { i.options.reviewers = {"static", "llm"}; },
      [](auto& i) { i.options.model = "m"; },
      [](auto& i) { i.options.samples = 3; },
      [](auto& i) { i.options.min_severity = Severity::med; },
  };
  std::set<std::string> seen;
  for (const auto& change : changes) {
    auto input = sample();
    change(input);
    EXPECT_TRUE(seen.insert(fingerprint(public_scope(), input, {"static 1"}).str()).second);
  }
  EXPECT_TRUE(seen.insert(fingerprint(Scope{"other"}, sample(), {"static 1"}).str()).second);
  EXPECT_TRUE(seen.insert(fingerprint(public_scope(), sample(), {"static 2"}).str()).second);
  EXPECT_TRUE(seen.insert(fingerprint(public_scope(), sample(), {"static 1", "llm"}).str()).second);
}

TEST(Fingerprint, does_not_depend_on_no_cache) {
  auto input = sample();
  input.options.no_cache = true;
  EXPECT_EQ(fingerprint(public_scope(), input, {}), fingerprint(public_scope(), sample(), {}));
}

TEST(Fingerprint, moving_bytes_between_fields_changes_it) {
  auto a = sample();
  a.filename = "ab";
  a.code = "c";
  auto b = sample();
  b.filename = "a";
  b.code = "bc";
  EXPECT_NE(fingerprint(public_scope(), a, {}), fingerprint(public_scope(), b, {}));
}

}  // namespace
}  // namespace assay::core
