#include "contract/await.hpp"

#include <unistd.h>

#include <memory>

namespace assay::contract {

boost::asio::io_context& await_context() {
  thread_local std::unique_ptr<boost::asio::io_context> context;
  thread_local pid_t owner = 0;
  if (owner != ::getpid()) {
    // After a fork the old one shares its epoll with the parent; even its destructor would disturb that.
    (void)context.release();
    context = std::make_unique<boost::asio::io_context>(1);
    owner = ::getpid();
  }
  return *context;
}

}  // namespace assay::contract
