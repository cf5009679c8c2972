#pragma once
#include "base/task.hpp"
#include "fakes/provider_state.hpp"
#include "fakes/wire.hpp"

namespace assay::fakes {

/// Answers requests on this connection until it ends. `state` and `tls`, which may be null, outlive it.
base::Task<void> serve_connection(Socket socket, TlsServer* tls, ProviderState* state, std::uint64_t number);

}  // namespace assay::fakes
