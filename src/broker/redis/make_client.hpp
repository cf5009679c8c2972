#pragma once
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "broker/redis/client.hpp"
#include "broker/redis/redis_url.hpp"

namespace assay::broker::redis {

struct ClientOptions {
  std::string name = "assay";                               ///< in CLIENT LIST; no blanks
  base::Micros timeout = std::chrono::milliseconds{2'000};  ///< for the reply to a command
};

/// A client whose connections live on `executor`; they are made soon, and made anew when they break, so that
/// an unreachable server fails calls and not this. `invalid_argument` where the URL's TLS files are of no
/// use.
base::Result<std::unique_ptr<Client>> make_client(const RedisUrl& url, base::Executor executor,
                                                  ClientOptions options = {});

/// Whether Redis answers now; the error says why not.
base::Task<base::Result<void>> ping(Client& client);

/// The same, again and again until it does or the time is over; for whoever wants to know the reason: a first
/// connection that hangs has none within the short time that a call waits. The last ping may take a little
/// longer than `at_most`. The client must outlive both.
base::Task<base::Result<void>> await_ready(Client& client, base::Micros at_most);

}  // namespace assay::broker::redis
