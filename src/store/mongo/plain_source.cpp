#include "store/mongo/plain_source.hpp"

#include <map>
#include <set>
#include <utility>

namespace assay::store {

using base::Result;
using mongo::Array;
using mongo::Client;
using mongo::Document;
using mongo::PlainSubmission;
using mongo::View;

namespace {

constexpr const char* kSubmissions = "submissions";
constexpr const char* kReviews = "reviews";
/// Code that is held at once, more or less.
constexpr std::size_t kMostBytes = std::size_t{8} << 20;

using Take = std::function<Result<void>(std::vector<PlainItem>)>;

/// Gathers submissions until there are enough, finds their reviews, and hands them on.
class Pieces {
 public:
  Pieces(Client& client, const PlainOptions& options, const Take& take)
      : client_(client), options_(options), take_(take) {}

  Result<void> add(const View& document) {
    auto plain = mongo::plain_submission(document, options_.scope, oddities_);
    // A store shares a review only once it is stored.
    const bool again = plain.review && reviews_.contains(*plain.review);
    const bool full = waiting_.size() >= PlainSource::kMostAtOnce || bytes_ >= kMostBytes;
    if (again || full) {
      if (auto done = hand_on(); !done) return done;
    }
    if (plain.review) reviews_.insert(*plain.review);
    if (plain.imported.input) bytes_ += plain.imported.input->code.size();
    waiting_.push_back(std::move(plain));
    return {};
  }

  Result<void> hand_on() {
    if (waiting_.empty()) return {};
    const auto found = find_reviews();
    if (!found) return base::fail(found.error());
    std::vector<PlainItem> items;
    items.reserve(waiting_.size());
    for (auto& plain : waiting_) items.push_back(item_of(std::move(plain), *found));
    waiting_.clear();
    reviews_.clear();
    bytes_ = 0;
    return take_(std::move(items));
  }
  mongo::Oddities& oddities() { return oddities_; }

 private:
  using Reviews = std::map<std::string, Document>;

  Result<Reviews> find_reviews() {
    if (reviews_.empty()) return Reviews{};
    Array ids;
    for (const auto& id : reviews_) {
      ids.add(mongo::ObjectId{id});
      if (id.size() == 24) ids.add(id);  // kept as text on one side or the other
    }
    auto found = client_.find(kReviews, {{"_id", Document{{"$in", ids}}}});
    if (!found) return base::fail(std::move(found.error()));
    Reviews reviews;
    for (auto& each : *found) {
      if (auto id = each.view().id("_id")) reviews.emplace(std::move(*id), std::move(each));
    }
    return reviews;
  }

  PlainItem item_of(PlainSubmission plain, const Reviews& reviews) {
    PlainItem item{PlainItem::Kind::finished, std::move(plain.imported), std::move(plain.problem)};
    if (!item.problem.empty()) {
      item.kind = PlainItem::Kind::unreadable;
      return item;
    }
    auto& submission = item.imported.submission;
    if (!core::is_terminal(submission.status)) {
      if (!options_.unfinished_as_failed) {
        item.kind = PlainItem::Kind::unfinished;
        return item;
      }
      submission.status = core::Status::failed;
      submission.error = "It was not finished when it was imported.";
    }
    if (submission.status == core::Status::failed && submission.error.empty())
      submission.error = "It failed before it was imported; why is not known.";
    const auto review = plain.review ? reviews.find(*plain.review) : reviews.end();
    if (review == reviews.end()) {
      if (plain.review || submission.status == core::Status::completed)
        oddities_["the review of a submission is missing"] += 1;
      return item;
    }
    const View view = review->second.view();
    item.imported.review = mongo::plain_review(view, submission, oddities_);
    const auto first = view.id("submission_id");
    submission.cached =
        submission.status == core::Status::completed && first && *first != submission.id.str();
    return item;
  }

  Client& client_;
  const PlainOptions& options_;
  const Take& take_;
  std::vector<PlainSubmission> waiting_;
  std::set<std::string> reviews_;
  std::size_t bytes_ = 0;
  mongo::Oddities oddities_;
};

Result<mongo::Oddities> read_all(Client& client, const PlainOptions& options, const Take& take) {
  Pieces pieces{client, options, take};
  mongo::FindOptions order;
  order.sort = {{"_id", 1}};
  auto read =
      client.for_each(kSubmissions, {}, order, [&](const View& document) { return pieces.add(document); });
  if (read) read = pieces.hand_on();
  if (!read) return base::fail(std::move(read.error()));
  return std::move(pieces.oddities());
}

Result<void> check_collections(Client& client) {
  const auto answer = client.command(
      {{"listCollections", 1}, {"nameOnly", true}, {"filter", Document{{"name", kSubmissions}}}});
  if (!answer) return base::fail(answer.error());
  for (const auto& each : answer->view().document("cursor").documents("firstBatch")) {
    if (each.bytes("name") == kSubmissions) return {};
  }
  return base::fail(base::Errc::not_found,
                    "the database " + client.database() +
                        " has no collection \"submissions\": --database names another one");
}

}  // namespace

Result<std::unique_ptr<PlainSource>> PlainSource::open(const std::string& uri, const std::string& database) {
  mongo::PoolOptions options;
  options.uri = uri;
  options.database = database;
  options.threads = 1;
  auto pool = mongo::Pool::open(std::move(options));
  if (pool) return std::unique_ptr<PlainSource>{new PlainSource{std::move(*pool)}};
  auto error = std::move(pool.error());
  const std::string setting = "MONGODB_URI can't";
  if (error.message.starts_with(setting))
    error.message.replace(0, setting.size(), "the URI of the source can't");
  error.field = "URI";
  return base::fail(std::move(error));
}

base::Task<Result<void>> PlainSource::check() {
  auto work = [](Client& client) { return check_collections(client); };
  co_return co_await pool_->run(std::move(work));
}

base::Task<Result<mongo::Oddities>> PlainSource::read(PlainOptions options, Take take) {
  auto work = [options = std::move(options), take = std::move(take)](Client& client) {
    return read_all(client, options, take);
  };
  co_return co_await pool_->run(std::move(work));
}

}  // namespace assay::store
