#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using base::Micros;
using core::HistoryQuery;
using core::Language;
using core::Status;

class HistoryContract : public StoreSuite {
 protected:
  core::HistoryPage history(const HistoryQuery& query) { return await(h().store().history(query)).value(); }
  static HistoryQuery all() {
    HistoryQuery query;
    query.scope = core::public_scope();
    return query;
  }
};
INSTANTIATE_TEST_SUITE_P(, HistoryContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(HistoryContract, is_empty_at_first) {
  const auto page = history(all());
  EXPECT_TRUE(page.items.empty());
  EXPECT_EQ(page.total, 0);
  EXPECT_EQ(page.next_cursor, "");
}

TEST_P(HistoryContract, gives_the_newest_first_by_page_and_by_cursor) {
  std::vector<core::SubmissionId> ids;
  for (int i = 0; i < 25; ++i) {
    const auto submission = h().submission("work" + std::to_string(i));
    h().accept(submission);
    ids.insert(ids.begin(), submission.id);
    if (i % 3 == 0) h().clock().advance(Micros{1});  // several have the same time
  }
  auto by_page = all();
  by_page.page_size = 10;
  auto by_cursor = by_page;
  std::vector<core::SubmissionId> paged;
  std::vector<core::SubmissionId> scrolled;
  for (int page = 1; page <= 4; ++page) {
    by_page.page = page;
    const auto found = history(by_page);
    EXPECT_EQ(found.total, 25);
    for (const auto& item : found.items) paged.push_back(item.submission.id);
    EXPECT_EQ(found.next_cursor.empty(), page >= 3);
  }
  do {
    const auto found = history(by_cursor);
    EXPECT_EQ(found.total, 25);
    for (const auto& item : found.items) scrolled.push_back(item.submission.id);
    by_cursor.cursor = found.next_cursor;
  } while (!by_cursor.cursor.empty());
  EXPECT_EQ(paged, ids);
  EXPECT_EQ(scrolled, ids);
}

TEST_P(HistoryContract, a_cursor_stays_in_place_while_newer_ones_come) {
  for (int i = 0; i < 4; ++i) {
    h().accept("old" + std::to_string(i));
    h().clock().advance(Micros{1});
  }
  auto query = all();
  query.page_size = 2;
  const auto first = history(query);
  h().accept("new");
  query.cursor = first.next_cursor;
  const auto second = history(query);
  EXPECT_EQ(second.items.at(0).submission.filename, "old1.py");
  EXPECT_EQ(second.items.at(1).submission.filename, "old0.py");
}

TEST_P(HistoryContract, shows_reviews) {
  h().accept("a");
  const auto result = h().result(4);
  h().finish(h().claim().at(0), result);
  EXPECT_EQ(*history(all()).items.at(0).review_members, result.review_members);
}

TEST_P(HistoryContract, refuses_what_is_no_cursor) {
  for (const auto* cursor : {"x", "1", "1.", ".a", "1x.a"}) {
    auto query = all();
    query.cursor = cursor;
    const auto error = error_of(await(h().store().history(query)));
    EXPECT_EQ(error.code, Errc::invalid_argument) << cursor;
    EXPECT_EQ(error.field, "cursor");
  }
}

TEST_P(HistoryContract, dates_are_inclusive) {
  const auto start = h().clock().now();
  for (int i = 0; i < 3; ++i) {
    h().accept("work" + std::to_string(i));
    h().clock().advance(Micros{10});
  }
  auto query = all();
  query.start = start;
  query.end = start + Micros{20};
  EXPECT_EQ(history(query).total, 3);
  query.start = start + Micros{1};
  query.end = start + Micros{19};
  EXPECT_EQ(history(query).total, 1);
  EXPECT_EQ(history(query).items.size(), 1U);
  query.end = start;
  EXPECT_EQ(history(query).total, 0);
}

TEST_P(HistoryContract, an_unfinished_one_is_found_by_what_its_job_does) {
  h().accept("a");
  h().accept("b");
  h().accept("b");
  h().claim(1);
  auto query = all();
  query.status = Status::in_progress;
  EXPECT_EQ(history(query).total, 1);
  EXPECT_EQ(history(query).items.at(0).submission.filename, "a.py");
  query.status = Status::pending;
  EXPECT_EQ(history(query).total, 2);
  EXPECT_EQ(history(query).items.size(), 2U);
}

}  // namespace
}  // namespace assay::contract
