#include "core/states_json.hpp"

#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/review_json.hpp"

namespace assay::core {
namespace {

Review review_of_three() {
  Review review;
  for (const auto* title :
       {"One", "Two", R"(","state":{"status":"open","reason":null,"by":null,"at":null},"fingerprint":")"}) {
    Issue issue;
    issue.title = title;
    issue.detail = title;
    issue.sources = {"static"};
    review.issues.push_back(issue);
  }
  assign_fingerprints(review.issues);
  review.filtered.push_back({FilterReason::suppressed, "known", review.issues.back()});
  review.issues.pop_back();
  return review;
}

TEST(StatesJson, are_put_where_the_issue_is_and_nothing_else_changes) {
  const auto review = review_of_three();
  const auto members = encode_review_members(review);
  IssueStates states;
  states[review.issues[1].fingerprint] = {IssueStatus::dismissed, "said \"so\"", "ci", base::Timestamp{}};
  states[review.filtered[0].issue.fingerprint] = {IssueStatus::fixed, "", "", base::Timestamp{}};
  states["of another review"] = {IssueStatus::fixed, "", "", base::Timestamp{}};
  std::string out = "{";
  append_with_states(out, members, states);
  out += "}";
  const auto document = base::JsonDocument::parse(out);
  ASSERT_TRUE(document) << document.error().message;
  const auto issues = document->root().find("issues")->items();
  const auto text = [](const base::JsonValue& issue, std::string_view name) {
    return issue.find("state")->find(name)->as_string().value_or("-");
  };
  EXPECT_EQ(text(issues.at(0), "status"), "open");
  EXPECT_EQ(text(issues.at(0), "reason"), "-");
  EXPECT_EQ(text(issues.at(1), "status"), "dismissed");
  EXPECT_EQ(text(issues.at(1), "reason"), "said \"so\"");
  EXPECT_EQ(text(issues.at(1), "by"), "ci");
  EXPECT_EQ(text(issues.at(1), "at"), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(text(document->root().find("filtered")->items().at(0).find("issue").value(), "status"), "fixed");
  EXPECT_EQ(decode_review_members(std::string_view{out}.substr(1, out.size() - 2)), review);
}

TEST(StatesJson, without_states_the_bytes_stay) {
  const auto members = encode_review_members(review_of_three());
  std::string out;
  append_with_states(out, members, {});
  EXPECT_EQ(out, members);
}

TEST(StatesJson, finds_the_fingerprints_of_all_issues) {
  const auto review = review_of_three();
  const auto members = encode_review_members(review);
  EXPECT_EQ(issue_fingerprints(members),
            (std::vector<std::string_view>{review.issues[0].fingerprint, review.issues[1].fingerprint,
                                           review.filtered[0].issue.fingerprint}));
  EXPECT_TRUE(issue_fingerprints("\"score\":7").empty());
}

TEST(StatesJson, one_issue_alone_can_have_its_state) {
  const auto issue = review_of_three().issues[0];
  const auto json = encode_issue(issue, {IssueStatus::dismissed, "why", "", std::nullopt});
  EXPECT_NE(json.find(R"("state":{"status":"dismissed","reason":"why","by":null,"at":null})"),
            std::string::npos)
      << json;
}

}  // namespace
}  // namespace assay::core
