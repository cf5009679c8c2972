#include "report/sarif_report.hpp"

#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "report/formats.hpp"
#include "report/testing/sample_review.hpp"

namespace assay::report {
namespace {

base::JsonDocument parse(const std::string& text) {
  auto parsed = base::JsonDocument::parse(text);
  EXPECT_TRUE(parsed) << text;
  return std::move(*parsed);
}

base::JsonValue at(base::JsonValue value, std::initializer_list<std::string_view> path) {
  for (const auto step : path) {
    const bool is_index = step.find_first_not_of("0123456789") == std::string_view::npos;
    if (is_index) {
      value = value.items().at(static_cast<std::size_t>(std::stoi(std::string{step})));
    } else {
      const auto found = value.find(step);
      EXPECT_TRUE(found) << step;
      value = found.value();
    }
  }
  return value;
}

/// What the schema of SARIF 2.1.0 asks of the objects we write: members that must be there, their types, and
/// bounds.
void expect_valid_region(base::JsonValue region) {
  EXPECT_GE(at(region, {"startLine"}).as_int().value(), 1);
  if (const auto end = region.find("endLine")) {
    EXPECT_GE(end->as_int().value(), at(region, {"startLine"}).as_int().value());
  }
}

void expect_valid_message(base::JsonValue message) { EXPECT_TRUE(at(message, {"text"}).as_string()); }

void expect_valid_result(base::JsonValue result, std::size_t rules) {
  expect_valid_message(at(result, {"message"}));
  EXPECT_LT(static_cast<std::size_t>(at(result, {"ruleIndex"}).as_int().value()), rules);
  const auto level = at(result, {"level"}).as_string().value();
  EXPECT_TRUE(level == "error" || level == "warning" || level == "note") << level;
  for (const auto& location : at(result, {"locations"}).items()) {
    const auto uri = at(location, {"physicalLocation", "artifactLocation", "uri"}).as_string().value();
    EXPECT_EQ(uri.find_first_of(" <>\"{}|\\^`"), std::string_view::npos) << uri;
    if (const auto region = at(location, {"physicalLocation"}).find("region")) expect_valid_region(*region);
  }
  for (const auto& [name, text] : at(result, {"partialFingerprints"}).members())
    EXPECT_TRUE(text.as_string()) << name;
}

TEST(SarifReport, has_rules_regions_fixes_flows_and_fingerprints) {
  const auto document = parse(report_one(Format::sarif, {"1.2.3", false, 100}, sample_file()));
  const auto root = document.root();
  EXPECT_EQ(at(root, {"version"}).as_string(), "2.1.0");
  EXPECT_TRUE(at(root, {"$schema"}).as_string().value().ends_with("sarif-2.1.0.json"));
  const auto run = at(root, {"runs", "0"});
  EXPECT_EQ(at(run, {"tool", "driver", "name"}).as_string(), "Assay");
  EXPECT_EQ(at(run, {"tool", "driver", "semanticVersion"}).as_string(), "1.2.3");
  const auto rules = at(run, {"tool", "driver", "rules"}).items();
  const auto results = at(run, {"results"}).items();
  ASSERT_EQ(rules.size(), 2U);
  ASSERT_EQ(results.size(), 2U);
  for (const auto& result : results) expect_valid_result(result, rules.size());

  EXPECT_EQ(at(rules[0], {"id"}).as_string(), "py.sql-string");
  EXPECT_EQ(at(rules[0], {"properties", "tags", "1"}).as_string(), "external/cwe/cwe-89");
  EXPECT_EQ(at(rules[1], {"id"}).as_string(), "model.correctness");
  EXPECT_EQ(at(results[0], {"level"}).as_string(), "error");
  EXPECT_EQ(at(results[1], {"level"}).as_string(), "note");
  const auto place = at(results[0], {"locations", "0", "physicalLocation"});
  EXPECT_EQ(at(place, {"artifactLocation", "uri"}).as_string(), "src/find%20user.py");
  EXPECT_EQ(at(place, {"region", "startLine"}).as_int(), 3);
  EXPECT_EQ(at(place, {"region", "snippet", "text"}).as_string(), "db.execute(sql)");
  EXPECT_FALSE(at(results[1], {"locations", "0", "physicalLocation"}).find("region"));
  const auto change = at(results[0], {"fixes", "0", "artifactChanges", "0", "replacements", "0"});
  EXPECT_EQ(at(change, {"deletedRegion", "startLine"}).as_int(), 2);
  EXPECT_EQ(at(change, {"deletedRegion", "endLine"}).as_int(), 3);
  EXPECT_TRUE(at(change, {"insertedContent", "text"}).as_string().value().starts_with("\treturn"));
  const auto steps = at(results[0], {"codeFlows", "0", "threadFlows", "0", "locations"}).items();
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(at(steps[1], {"location", "physicalLocation", "region", "startLine"}).as_int(), 3);
  EXPECT_EQ(at(results[0], {"properties", "confidence"}).as_double(), 0.85);
  EXPECT_EQ(at(results[0], {"partialFingerprints", "assayIssue/v1"}).as_string(),
            sample_file().review->issues[0].fingerprint);
  EXPECT_EQ(at(run, {"invocations", "0", "executionSuccessful"}).as_bool(), true);
}

TEST(SarifReport, a_fix_that_deletes_takes_the_line_end_along) {
  auto file = sample_file();
  auto review = *file.review;
  review.issues[0].suggestion = core::Suggestion{{2, 2}, ""};
  file.review = std::make_shared<const core::Review>(review);
  const auto document = parse(report_one(Format::sarif, {}, file));
  const auto change = at(document.root(), {"runs", "0", "results", "0", "fixes", "0", "artifactChanges", "0",
                                           "replacements", "0"});
  EXPECT_EQ(at(change, {"deletedRegion", "endLine"}).as_int(), 3);
  EXPECT_EQ(at(change, {"deletedRegion", "endColumn"}).as_int(), 1);
  EXPECT_FALSE(change.find("insertedContent"));
}

TEST(SarifReport, a_comment_suppresses_in_the_source_and_a_person_beside_it) {
  auto file = sample_file();
  auto review = *file.review;
  review.filtered = {{core::FilterReason::suppressed, "known table", review.issues[0]},
                     {core::FilterReason::suppressed, "dismissed by ci: ours", review.issues[1]}};
  review.issues.clear();
  file.review = std::make_shared<const core::Review>(review);
  const auto document = parse(report_one(Format::sarif, {}, file));
  const auto results = at(document.root(), {"runs", "0", "results"});
  EXPECT_EQ(at(results, {"0", "suppressions", "0", "kind"}).as_string(), "inSource");
  EXPECT_EQ(at(results, {"1", "suppressions", "0", "kind"}).as_string(), "external");
  EXPECT_EQ(at(results, {"1", "suppressions", "0", "justification"}).as_string(),
            "suppressed: dismissed by ci: ours");
}

TEST(SarifReport, tells_failures_and_equal_rules_once) {
  SarifReport report{"1"};
  std::string out;
  report.begin(out);
  for (const auto& file : {sample_file(), sample_file(), failed_file(), binary_file()}) report.add(out, file);
  report.finish(out, {});
  const auto document = parse(out);
  const auto run = at(document.root(), {"runs", "0"});
  EXPECT_EQ(at(run, {"results"}).items().size(), 4U);
  EXPECT_EQ(at(run, {"tool", "driver", "rules"}).items().size(), 2U);
  EXPECT_EQ(at(run, {"invocations", "0", "executionSuccessful"}).as_bool(), false);
  const auto notes = at(run, {"invocations", "0", "toolExecutionNotifications"}).items();
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(at(notes[0], {"level"}).as_string(), "error");
  EXPECT_EQ(at(notes[1], {"message", "text"}).as_string(), "skipped: binary");
}

TEST(SarifReport, paths_become_uris) {
  EXPECT_EQ(path_to_uri("./a/b.py"), "a/b.py");
  EXPECT_EQ(path_to_uri("/tmp/a#b.py"), "file:///tmp/a%23b.py");
  EXPECT_EQ(path_to_uri("größe.c"), "gr%C3%B6%C3%9Fe.c");
  EXPECT_EQ(path_to_uri("<stdin>"), "%3Cstdin%3E");
}

}  // namespace
}  // namespace assay::report
