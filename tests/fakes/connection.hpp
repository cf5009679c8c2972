#pragma once
#include <boost/asio/ip/tcp.hpp>

#include "base/task.hpp"
#include "fakes/provider_state.hpp"

namespace assay::fakes {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, base::Executor>;

/// Answers requests on this connection until it ends. `state` outlives it.
base::Task<void> serve_connection(Socket socket, ProviderState* state, std::uint64_t number);

}  // namespace assay::fakes
