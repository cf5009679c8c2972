#include "app/engine_thread.hpp"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <memory>

#include "base/log.hpp"

namespace assay::app {
namespace {

/// Exceptions are bugs: ending at once keeps a half-done state from being served.
void die_on(const std::exception_ptr& error) {
  if (!error) return;
  base::log::error("the engine's task ended with an exception");
  std::terminate();
}

}  // namespace

EngineThread::EngineThread()
    : io_(1), work_(io_.get_executor()), thread_([this] {
        pthread_setname_np(pthread_self(), "engine");
        io_.run();
      }) {}

EngineThread::~EngineThread() {
  work_.reset();
  io_.stop();
  thread_.join();
}

std::future<void> EngineThread::start(base::Task<void> task) {
  auto ended = std::make_shared<std::promise<void>>();
  boost::asio::co_spawn(io_, std::move(task), [ended](const std::exception_ptr& error) {
    die_on(error);
    ended->set_value();
  });
  return ended->get_future();
}

}  // namespace assay::app
