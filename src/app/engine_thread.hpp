#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <thread>

#include "base/task.hpp"

namespace assay::app {

/// A thread that runs one io_context: the worker, the pipeline and the transport to models live on it.
class EngineThread {
 public:
  EngineThread();
  /// Ends the loop and joins.
  ~EngineThread();
  EngineThread(const EngineThread&) = delete;
  EngineThread& operator=(const EngineThread&) = delete;

  base::Executor executor() { return io_.get_executor(); }
  /// Starts `task` on the thread; the future is ready when it has ended. Wait for it before the destructor.
  std::future<void> start(base::Task<void> task);

 private:
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<base::Executor> work_;
  std::thread thread_;
};

}  // namespace assay::app
