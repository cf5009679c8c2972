#include "store/mongo/upkeep.hpp"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "store/mongo/rollups.hpp"
#include "store/mongo/search_index.hpp"

namespace assay::store {

using base::Result;

namespace {

constexpr int kMostSubmissions = 256;
constexpr int kMostRollups = 64;

}  // namespace

MongoUpkeep::MongoUpkeep(mongo::Pool& pool, const base::Clock& clock, base::Random& random, MongoNews& news,
                         UpkeepPace pace)
    : pool_(pool),
      clock_(clock),
      random_(random),
      io_(1),
      work_(io_.get_executor()),
      wake_(io_.get_executor()),
      news_(news),
      pace_(pace) {
  news_.listen([this] { boost::asio::post(io_, [this] { wake_.notify(); }); });
  boost::asio::co_spawn(io_.get_executor(), loop(), boost::asio::detached);
  thread_ = std::thread{[this] {
    pthread_setname_np(pthread_self(), "mongo-upkeep");
    io_.run();
  }};
}

MongoUpkeep::~MongoUpkeep() {
  news_.listen({});
  boost::asio::post(io_, [this] {
    stopping_ = true;
    wake_.notify();
  });
  work_.reset();
  thread_.join();
}

base::Task<Result<MongoUpkeep::Piece>> MongoUpkeep::do_some() {
  const auto now = clock_.steady();
  const bool seals = !sealed_ || now - *sealed_ >= pace_.sealing;
  auto work = [this, seals](mongo::Client& client) -> Result<Piece> {
    const auto time = clock_.now();
    const auto indexed = mongo::index_some(client, time, random_, kMostSubmissions);
    if (!indexed) return base::fail(indexed.error());
    if (*indexed == kMostSubmissions || !seals) return Piece{*indexed == kMostSubmissions, *indexed > 0};
    const auto sealed = mongo::seal_some(client, time, kMostRollups);
    if (!sealed) return base::fail(sealed.error());
    return Piece{*sealed == kMostRollups, *indexed + *sealed > 0};
  };
  const auto piece = co_await pool_.run(std::move(work));
  // Where there is more of either, the next piece does both.
  if (piece && !piece->more && seals) sealed_ = now;
  co_return piece;
}

base::Task<void> MongoUpkeep::loop() {
  while (!stopping_) {
    const auto piece = co_await do_some();
    const auto now = clock_.steady();
    if (!piece && outage_.failed(now)) {
      base::log::warn("the search could not be kept up", {{"reason", piece.error().message}});
    } else if (piece && outage_.over(now)) {
      base::log::info("the search is kept up again");
    }
    if (stopping_ || (piece && piece->more)) continue;
    // What comes together with the news is done with it.
    const bool more_soon = news_.take() || (piece && piece->found);
    co_await wake_.wait(more_soon ? pace_.busy : pace_.idle);
    if (!more_soon && news_.take() && !stopping_) co_await wake_.wait(pace_.busy);
  }
}

namespace mongo {

Result<void> keep_up(Client& client, base::Timestamp now, base::Random& random) {
  for (int left = 1; left > 0;) {
    const auto indexed = index_some(client, now, random, kMostSubmissions);
    if (!indexed) return base::fail(indexed.error());
    left = *indexed;
  }
  for (int left = 1; left > 0;) {
    const auto sealed = seal_some(client, base::Timestamp::max(), kMostRollups);
    if (!sealed) return base::fail(sealed.error());
    left = *sealed;
  }
  return {};
}

}  // namespace mongo
}  // namespace assay::store
