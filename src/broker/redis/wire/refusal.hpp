#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "broker/redis/reply.hpp"

namespace assay::broker::redis {

/// What an error reply asks the client to do.
enum class Refusal {
  none,          ///< no error, or one that is the caller's business (also OOM)
  no_script,     ///< NOSCRIPT: send the script as a whole
  not_now,       ///< LOADING, BUSY, CLUSTERDOWN, …: the server cannot, for now
  not_a_master,  ///< READONLY, MASTERDOWN: another server is meant
  try_again,     ///< TRYAGAIN: keys are on their way between nodes of a cluster
  moved,         ///< MOVED: another node has the slot, for good
  ask,           ///< ASK: another node has the key, this time
};
Refusal refusal_of(const Reply& reply);

/// Where MOVED and ASK point to: "MOVED 3999 127.0.0.1:6381". The host may be empty: the one that was asked.
struct Redirect {
  unsigned slot = 0;
  std::string host;
  unsigned short port = 0;
};
std::optional<Redirect> redirect_of(std::string_view error);

}  // namespace assay::broker::redis
