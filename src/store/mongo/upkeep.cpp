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

constexpr base::Micros kPause{250'000};
constexpr int kMostSubmissions = 256;
constexpr int kMostRollups = 64;

/// A piece of the work; true: there is more.
Result<bool> do_some(mongo::Client& client, base::Timestamp now, base::Random& random) {
  const auto indexed = mongo::index_some(client, now, random, kMostSubmissions);
  if (!indexed) return base::fail(indexed.error());
  if (*indexed == kMostSubmissions) return true;
  const auto sealed = mongo::seal_some(client, now, kMostRollups);
  if (!sealed) return base::fail(sealed.error());
  return *sealed == kMostRollups;
}

}  // namespace

MongoUpkeep::MongoUpkeep(mongo::Pool& pool, const base::Clock& clock, base::Random& random)
    : pool_(pool),
      clock_(clock),
      random_(random),
      io_(1),
      work_(io_.get_executor()),
      wake_(io_.get_executor()) {
  boost::asio::co_spawn(io_.get_executor(), loop(), boost::asio::detached);
  thread_ = std::thread{[this] {
    pthread_setname_np(pthread_self(), "mongo-upkeep");
    io_.run();
  }};
}

MongoUpkeep::~MongoUpkeep() {
  boost::asio::post(io_, [this] {
    stopping_ = true;
    wake_.notify();
  });
  work_.reset();
  thread_.join();
}

base::Task<void> MongoUpkeep::loop() {
  bool said = false;
  while (!stopping_) {
    auto piece = [this](mongo::Client& client) { return do_some(client, clock_.now(), random_); };
    const auto more = co_await pool_.run(std::move(piece));
    if (!more && !said)
      base::log::warn("the search could not be kept up", {{"reason", more.error().message}});
    said = !more;
    if (!stopping_ && (!more || !*more)) co_await wake_.wait(kPause);
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
