#include "core/submission_json.hpp"

#include <gtest/gtest.h>

#include "base/json_reader.hpp"

namespace assay::core {
namespace {

SubmissionRecord make_record() {
  SubmissionRecord record;
  record.submission.id = SubmissionId{"0190a1b2-0000-7000-8000-000000000001"};
  record.submission.language = Language::python;
  record.submission.created_at = base::Timestamp{base::Micros{1'700'000'000'000'000}};
  record.submission.updated_at = record.submission.created_at;
  record.submission.filename = "a\"b.py";
  return record;
}

TEST(SubmissionJson, a_pending_one_has_every_member_of_the_plain_api) {
  const auto document = base::JsonDocument::parse(encode_submission(make_record()));
  ASSERT_TRUE(document);
  const auto root = document->root();
  for (const char* name : {"id", "status", "created_at", "updated_at", "language", "score", "issues",
                           "security", "performance", "suggestions", "error"}) {
    EXPECT_TRUE(root.find(name)) << name;
  }
  EXPECT_EQ(root.find("status")->as_string(), "pending");
  EXPECT_EQ(root.find("created_at")->as_string(), "2023-11-14T22:13:20.000000Z");
  EXPECT_EQ(root.find("filename")->as_string(), "a\"b.py");
  EXPECT_TRUE(root.find("score")->is_null());
  EXPECT_TRUE(root.find("error")->is_null());
}

TEST(SubmissionJson, members_are_the_object_without_braces) {
  auto record = make_record();
  record.review_members = std::make_shared<const std::string>(R"("score":7)");
  std::string members;
  append_submission_members(members, record);
  EXPECT_EQ("{" + members + "}", encode_submission(record));
  EXPECT_TRUE(members.ends_with(R"(,"score":7)"));
}

}  // namespace
}  // namespace assay::core
