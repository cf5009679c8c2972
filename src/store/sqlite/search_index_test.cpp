#include "store/sqlite/search_index.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/schema.hpp"

namespace assay::store {
namespace {

class SearchIndex : public testing::Test {
 protected:
  void SetUp() override {
    db_ = Connection::open(":memory:", OpenMode::read_write).value();
    ASSERT_TRUE(migrate(*db_));
  }

  /// Gives `term` to `count` documents of the blocks below `blocks`.
  DocSet give(const std::string& term, std::uint64_t count, std::uint64_t blocks) {
    DocSet docs;
    std::map<std::int64_t, std::vector<std::int64_t>> by_block;
    for (; count > 0; --count) {
      const auto doc = static_cast<std::int64_t>(random_.next() % (blocks * DocBlock::kDocs));
      docs.add(doc);
      by_block[DocBlock::number_of(doc)].push_back(doc);
    }
    for (const auto& [block, members] : by_block) add_to_search(*db_, 1, term, block, members);
    return docs;
  }

  base::SeededRandom random_{23};
  std::unique_ptr<Connection> db_;
};

/// Few blocks are looked up, many are met on the way through those of the term: both give what has both.
TEST_F(SearchIndex, keeps_what_has_the_term_too) {
  int number = 0;
  for (const std::uint64_t count : {0, 1, 3, 40, 2000, 60'000}) {
    for (const std::uint64_t blocks : {1, 30, 200}) {
      for (const std::uint64_t others : {0, 2, 300, 60'000}) {
        const auto term = "word" + std::to_string(number++);
        auto docs = give("of", count, blocks);
        const auto with_term = give(term, others, 150);
        auto expected = docs;
        expected.intersect(with_term);
        keep_with_term(*db_, 1, term, docs);
        ASSERT_EQ(docs.members(), expected.members()) << count << " in " << blocks << ", " << others;
        ASSERT_EQ(find_term(*db_, 1, term).members(), with_term.members());
      }
    }
  }
  ASSERT_FALSE(db_->error());
}

TEST_F(SearchIndex, says_that_it_is_damaged) {
  for (const std::uint64_t blocks : {1, 200}) {
    auto docs = give("of", 2000, blocks);
    give("damaged", 2000, blocks);
    db_->execute("UPDATE search SET members = x'00' WHERE term = 'damaged'");
    keep_with_term(*db_, 1, "damaged", docs);
    ASSERT_TRUE(db_->error());
    EXPECT_EQ(db_->error()->code, base::Errc::corrupt);
    db_->clear_error();
    db_->execute("DELETE FROM search");
  }
}

}  // namespace
}  // namespace assay::store
