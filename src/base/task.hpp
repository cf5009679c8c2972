#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace assay::base {

/// The one executor all coroutines run on: a concrete type, because the type-erased one costs an allocation
/// and two indirect calls at each step (docs/adr). Each io_context is run by exactly one thread, so that what
/// runs on it needs no lock against the rest of it.
using Executor = boost::asio::io_context::executor_type;

/// An asynchronous operation of the caller's io_context. Starts when awaited; resumes on the same executor.
template <class T>
using Task = boost::asio::awaitable<T, Executor>;

}  // namespace assay::base
