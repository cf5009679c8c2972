#include "store/sqlite/hot_records.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

core::SubmissionRecord record_of(const std::string& id, core::Status status, std::size_t size = 10) {
  core::SubmissionRecord record;
  record.submission.id = core::SubmissionId{id};
  record.submission.status = status;
  record.review_members = std::make_shared<const std::string>(size, 'x');
  return record;
}

TEST(HotRecords, keeps_only_what_is_finished) {
  HotRecords hot{1 << 20};
  hot.keep(record_of("a", core::Status::completed), 0);
  hot.keep(record_of("b", core::Status::in_progress), 0);
  EXPECT_TRUE(hot.find(core::SubmissionId{"a"}));
  EXPECT_FALSE(hot.find(core::SubmissionId{"b"}));
}

TEST(HotRecords, a_read_that_began_before_an_erasure_is_not_kept) {
  HotRecords hot{1 << 20};
  const core::SubmissionId a{"a"};
  const auto ticket = hot.ticket(a);
  hot.erase(a);
  hot.keep(record_of("a", core::Status::completed), ticket);
  EXPECT_FALSE(hot.find(a));
}

TEST(HotRecords, stays_below_its_bound) {
  constexpr std::size_t kBytes = 64 << 10;
  HotRecords hot{kBytes};
  int kept = 0;
  for (int i = 0; i < 1000; ++i) hot.keep(record_of(std::to_string(i), core::Status::completed, 1000), 0);
  for (int i = 0; i < 1000; ++i) kept += hot.find(core::SubmissionId{std::to_string(i)}) ? 1 : 0;
  EXPECT_GT(kept, 10);
  EXPECT_LE(static_cast<std::size_t>(kept) * 1000, kBytes);
  hot.keep(record_of("huge", core::Status::completed, kBytes), 0);
  EXPECT_FALSE(hot.find(core::SubmissionId{"huge"}));
}

}  // namespace
}  // namespace assay::store
