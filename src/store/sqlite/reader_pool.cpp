#include "store/sqlite/reader_pool.hpp"

namespace assay::store {

ReaderPool::ReaderPool(std::vector<std::unique_ptr<Connection>> connections)
    : idle_(std::move(connections)), pool_("db-reader", static_cast<unsigned>(idle_.size())) {}

std::unique_ptr<Connection> ReaderPool::take() {
  // As many connections as threads: there is always one.
  const std::scoped_lock lock{mutex_};
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void ReaderPool::put_back(std::unique_ptr<Connection> connection) {
  connection->clear_error();
  if (connection->in_transaction()) connection->run("ROLLBACK");
  connection->clear_error();
  const std::scoped_lock lock{mutex_};
  idle_.push_back(std::move(connection));
}

}  // namespace assay::store
