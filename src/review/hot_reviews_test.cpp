#include "review/hot_reviews.hpp"

#include <gtest/gtest.h>

namespace assay::review {
namespace {

std::shared_ptr<core::SubmissionRecord> make_record(const std::string& id, std::size_t bytes = 100) {
  auto owned = std::make_shared<core::SubmissionRecord>();
  auto& record = *owned;
  record.submission.id = core::SubmissionId{id};
  record.submission.scope = core::public_scope();
  record.submission.status = core::Status::completed;
  record.review_members = std::make_shared<const std::string>(bytes, 'x');
  return owned;
}

void put(HotReviews& hot, const std::shared_ptr<core::SubmissionRecord>& record) {
  hot.put(record, hot.ticket(record->submission.id));
}

TEST(HotReviews, gives_back_what_was_put_in_to_its_scope_only) {
  HotReviews hot{1 << 20};
  put(hot, make_record("a"));
  ASSERT_TRUE(hot.find(core::public_scope(), core::SubmissionId{"a"}));
  EXPECT_FALSE(hot.find(core::Scope{"other"}, core::SubmissionId{"a"}));
  hot.erase(core::SubmissionId{"a"});
  EXPECT_FALSE(hot.find(core::public_scope(), core::SubmissionId{"a"}));
}

TEST(HotReviews, does_not_keep_what_can_still_change) {
  HotReviews hot{1 << 20};
  auto record = make_record("a");
  record->submission.status = core::Status::in_progress;
  put(hot, record);
  EXPECT_FALSE(hot.find(core::public_scope(), core::SubmissionId{"a"}));
}

TEST(HotReviews, what_was_read_before_an_erasure_is_not_kept) {
  HotReviews hot{1 << 20};
  const auto record = make_record("a");
  const auto ticket = hot.ticket(record->submission.id);
  hot.erase(record->submission.id);
  hot.put(record, ticket);
  EXPECT_FALSE(hot.find(core::public_scope(), core::SubmissionId{"a"}));
}

TEST(HotReviews, stays_within_its_bytes_and_drops_the_least_used) {
  constexpr std::size_t kBytes = 16 * 4096;  // room for a few of 1 kB in each shard
  HotReviews hot{kBytes};
  for (int i = 0; i < 1000; ++i) put(hot, make_record("id" + std::to_string(i), 1000));
  std::size_t kept = 0;
  for (int i = 0; i < 1000; ++i)
    kept += hot.find(core::public_scope(), core::SubmissionId{"id" + std::to_string(i)}) ? 1 : 0;
  EXPECT_LE(kept * 1000, kBytes);
  EXPECT_GT(kept, 16U);
  EXPECT_TRUE(hot.find(core::public_scope(), core::SubmissionId{"id999"}));
  put(hot, make_record("huge", kBytes));
  EXPECT_FALSE(hot.find(core::public_scope(), core::SubmissionId{"huge"}));
}

}  // namespace
}  // namespace assay::review
