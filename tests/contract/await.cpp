#include "contract/await.hpp"

#include <unistd.h>

#include <memory>
#include <mutex>
#include <vector>

namespace assay::contract {
namespace {

/// A thread that posts the result is still inside the context when the one that waited for it goes on, and
/// perhaps ends: contexts live as long as the process.
boost::asio::io_context& new_context() {
  static std::mutex guard;
  static auto& all = *new std::vector<std::unique_ptr<boost::asio::io_context>>;
  const std::scoped_lock lock{guard};
  return *all.emplace_back(std::make_unique<boost::asio::io_context>(1));
}

}  // namespace

boost::asio::io_context& await_context() {
  thread_local boost::asio::io_context* context = nullptr;
  thread_local pid_t owner = 0;
  if (owner != ::getpid()) {
    // After a fork the old one shares its epoll with the parent; even its destructor would disturb that.
    context = &new_context();
    owner = ::getpid();
  }
  return *context;
}

}  // namespace assay::contract
