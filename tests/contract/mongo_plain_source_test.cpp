// What is read of a foreign database, on a real server.
#include <gmock/gmock.h>

#include "contract/await.hpp"
#include "core/review_json.hpp"
#include "mongo_server.hpp"
#include "store/mongo/plain_source.hpp"

namespace assay::contract {
namespace {

using store::PlainItem;
using store::PlainSource;
using store::mongo::Ack;
using store::mongo::Array;
using store::mongo::Client;
using store::mongo::Date;
using store::mongo::Document;
using store::mongo::ObjectId;
using testing::ElementsAre;

constexpr base::Timestamp kMade{std::chrono::days{19'000}};

class PlainSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = tests::MongoServer::missing(); !why.empty()) GTEST_SKIP() << why;
    uri_ = tests::shared_mongo().uri(tests::new_mongo_database());
    store::mongo::PoolOptions options;
    options.uri = uri_;
    options.threads = 1;
    pool_ = store::mongo::Pool::open(std::move(options)).value();
  }
  static std::string id_of(int number) {
    auto id = std::to_string(number);
    return "65a1b2c3" + std::string(16 - id.size(), '0') + id;
  }
  template <class Work>
  void on_server(Work work) {
    const auto done = await(pool_->run(std::move(work)));
    ASSERT_TRUE(done) << done.error().message;
  }
  void insert(const char* collection, const Document& document) {
    on_server([&](Client& client) { return client.insert(collection, document, Ack::one); });
  }
  /// All fields of the plain shape.
  void submission(int number, const char* status, std::optional<int> review) {
    Document document{{"_id", ObjectId{id_of(number)}},
                      {"language", "python"},
                      {"code", "x = 1\r\n"},
                      {"code_hash", "ab"},
                      {"status", status},
                      {"created_at", Date{kMade}},
                      {"updated_at", Date{kMade + std::chrono::seconds{3}}}};
    if (review) document.set("review_id", ObjectId{id_of(*review)});
    insert("submissions", document);
  }
  std::vector<PlainItem> read(store::PlainOptions options = {}) {
    std::vector<PlainItem> all;
    const auto source = PlainSource::open(uri_, {}).value();
    oddities_ = await(source->read(options, [&](std::vector<PlainItem> items) -> base::Result<void> {
                  pieces_.push_back(items.size());
                  for (auto& item : items) all.push_back(std::move(item));
                  return {};
                })).value();
    return all;
  }

  std::string uri_;
  std::unique_ptr<store::mongo::Pool> pool_;
  store::mongo::Oddities oddities_;
  std::vector<std::size_t> pieces_;
};

TEST_F(PlainSourceTest, reads_the_plain_shape) {
  submission(1, "completed", 9);
  submission(2, "completed", 9);
  submission(3, "failed", std::nullopt);
  Array issues;
  for (const auto* category : {"style", "bug", "security", "perf", "other"})
    issues.add(Document{{"title", category}, {"detail", "d"}, {"severity", "low"}, {"category", category}});
  insert("reviews", {{"_id", ObjectId{id_of(9)}},
                     {"submission_id", ObjectId{id_of(1)}},
                     {"score", 6},
                     {"issues", issues},
                     {"security", Array{"check the input"}},
                     {"performance", Array{}},
                     {"suggestions", Array{"add tests"}},
                     {"duration_ms", 1200},
                     {"created_at", Date{kMade + std::chrono::seconds{2}}}});
  const auto items = read();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_THAT(pieces_, ElementsAre(1U, 2U)) << "no two of a piece share a review";
  EXPECT_TRUE(oddities_.empty()) << oddities_.begin()->first;
  const auto& first = items[0].imported;
  EXPECT_EQ(first.submission.id.str(), id_of(1));
  EXPECT_EQ(first.submission.created_at, kMade);
  EXPECT_EQ(first.submission.updated_at, kMade + std::chrono::seconds{3});
  EXPECT_EQ(first.input->code, "x = 1\n");
  EXPECT_FALSE(first.submission.cached);
  EXPECT_TRUE(items[1].imported.submission.cached);
  ASSERT_TRUE(first.review);
  EXPECT_EQ(first.review->review_id.str(), id_of(9));
  EXPECT_EQ(first.review->score, 6);
  EXPECT_EQ(first.review->finished_at, kMade + std::chrono::seconds{2});
  EXPECT_THAT(first.review->review_members, testing::HasSubstr(R"("security":["check the input"])"));
  EXPECT_THAT(first.review->review_members, testing::HasSubstr(R"("score":6,"scores":null)"));
  const auto review = core::decode_review_members(first.review->review_members).value();
  std::vector<core::Category> categories;
  for (const auto& issue : review.issues) categories.push_back(issue.category);
  EXPECT_THAT(categories,
              ElementsAre(core::Category::readability, core::Category::correctness, core::Category::security,
                          core::Category::performance, core::Category::maintainability));
  EXPECT_THAT(review.advice, ElementsAre("add tests"));
  EXPECT_EQ(items[2].imported.submission.status, core::Status::failed);
  EXPECT_FALSE(items[2].imported.submission.error.empty());
}

TEST_F(PlainSourceTest, leaves_what_is_unfinished_or_takes_it_as_failed) {
  submission(1, "pending", std::nullopt);
  submission(2, "in_progress", std::nullopt);
  auto items = read();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].kind, PlainItem::Kind::unfinished);
  EXPECT_EQ(items[1].kind, PlainItem::Kind::unfinished);
  store::PlainOptions options;
  options.unfinished_as_failed = true;
  items = read(options);
  EXPECT_EQ(items[0].kind, PlainItem::Kind::finished);
  EXPECT_EQ(items[0].imported.submission.status, core::Status::failed);
  EXPECT_FALSE(items[0].imported.submission.error.empty());
}

TEST_F(PlainSourceTest, makes_good_what_is_odd_and_counts_it) {
  insert("submissions", {{"_id", ObjectId{id_of(1)}},
                         {"status", "completed"},
                         {"language", "klingon"},
                         {"code", 7},
                         {"review_id", id_of(8)}});
  insert("submissions", {{"_id", 5}, {"status", "completed"}});
  insert("submissions", {{"_id", ObjectId{id_of(2)}}, {"status", "lost"}});
  insert("submissions", {{"_id", ObjectId{id_of(3)}},
                         {"status", "completed"},
                         {"code", "y"},
                         {"language", "go"},
                         {"created_at", "2024-01-02T03:04:05Z"},
                         {"review_id", ObjectId{id_of(7)}}});
  insert("reviews",
         {{"_id", ObjectId{id_of(8)}},
          {"score", 99},
          {"issues", Array{Document{{"detail", "why"}, {"category", "x"}}, store::mongo::Value{3}}}});
  const auto items = read();
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].kind, PlainItem::Kind::unreadable) << "a number is no id";
  const auto& first = items[1].imported;
  EXPECT_EQ(first.submission.created_at, base::Timestamp{std::chrono::seconds{0x65a1b2c3}});
  EXPECT_EQ(first.submission.language, core::Language::text);
  ASSERT_TRUE(first.review) << "review_id is text, _id is not";
  EXPECT_FALSE(first.review->score);
  ASSERT_EQ(first.review->issues.size(), 1U);
  EXPECT_EQ(first.review->issues[0].title, "why");
  EXPECT_EQ(items[2].kind, PlainItem::Kind::unreadable);
  EXPECT_EQ(items[3].kind, PlainItem::Kind::finished);
  EXPECT_FALSE(items[3].imported.review);
  EXPECT_EQ(oddities_.size(), 8U) << "language, code, created_at, title, severity, category, score, review";
}

TEST_F(PlainSourceTest, comes_in_pieces) {
  std::vector<Document> many;
  for (int i = 0; i < 1000; ++i)
    many.push_back({{"_id", ObjectId{id_of(i)}}, {"status", "failed"}, {"language", "go"}, {"code", "x"}});
  on_server([&](Client& client) { return client.insert_many("submissions", many, Ack::one); });
  const auto items = read();
  ASSERT_EQ(items.size(), 1000U);
  EXPECT_EQ(*std::ranges::max_element(pieces_), PlainSource::kMostAtOnce);
  EXPECT_EQ(items[999].imported.submission.id.str(), id_of(999));
}

TEST_F(PlainSourceTest, says_where_there_is_nothing) {
  const auto empty = await(PlainSource::open(uri_, "elsewhere").value()->check());
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, base::Errc::not_found);
  submission(1, "failed", std::nullopt);
  EXPECT_TRUE(await(PlainSource::open(uri_, {}).value()->check()));
  EXPECT_EQ(PlainSource::open("http://example", {}).error().code, base::Errc::invalid_argument);
}

}  // namespace
}  // namespace assay::contract
