#include "base/blocking_pool.hpp"

#include <pthread.h>

#include <boost/asio/thread_pool.hpp>

namespace assay::base {
namespace {
void name_this_thread(const std::string& name) {
  constexpr std::size_t kKernelLimit = 15;
  pthread_setname_np(pthread_self(), name.substr(0, kKernelLimit).c_str());
}
}  // namespace

struct BlockingPool::Impl {
  std::string name;
  boost::asio::thread_pool threads;
};

BlockingPool::BlockingPool(std::string name, unsigned threads)
    : impl_(new Impl{std::move(name), boost::asio::thread_pool{threads}}) {}

BlockingPool::~BlockingPool() { impl_->threads.join(); }

void BlockingPool::post(std::function<void()> work) {
  boost::asio::post(impl_->threads, [this, work = std::move(work)] {
    thread_local const bool kNamed = (name_this_thread(impl_->name), true);
    (void)kNamed;
    work();
  });
}

}  // namespace assay::base
