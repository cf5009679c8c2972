#include "contract/mongo_harness.hpp"

#include <stdexcept>

#include "mongo_server.hpp"
#include "store/mongo/upkeep.hpp"

namespace assay::contract {
namespace {

std::unique_ptr<store::mongo::Pool> open_new_database() {
  auto pool = store::open_mongo(tests::shared_mongo().uri(tests::new_mongo_database()), {}, 8);
  if (!pool) throw std::runtime_error(pool.error().message);
  return std::move(*pool);
}

}  // namespace

MongoSide::MongoSide(base::ManualClock& clock)
    : pool(open_new_database()),
      reviews(*pool, random),
      jobs(*pool, clock, random),
      spent(*pool),
      imports(*pool) {}

void MongoSide::settle(base::Timestamp now) {
  auto work = [this, now](store::mongo::Client& client) {
    return store::mongo::keep_up(client, now, random);
  };
  if (auto done = await(pool->run(std::move(work))); !done) throw std::runtime_error(done.error().message);
}

}  // namespace assay::contract
