#pragma once
#include <memory>
#include <string>
#include <vector>

#include "broker/redis/client.hpp"
#include "broker/redis/link/stream.hpp"

namespace assay::broker::redis {

/// What a new connection says first.
struct Login {
  std::string user{};
  std::string password{};
  int database = 0;
  std::string name{};  ///< for CLIENT LIST
};

/// Sends the commands in one piece and gives their replies; for connections that nobody else uses yet.
base::Task<base::Result<std::vector<Reply>>> exchange(std::shared_ptr<Stream> stream,
                                                      std::vector<Command> commands, base::Micros at_most);

/// Connects and logs in, and looks that the server answers: a stream ready for use.
base::Task<base::Result<std::shared_ptr<Stream>>> open_and_log_in(Target target, std::shared_ptr<Tls> tls,
                                                                  Login login);

}  // namespace assay::broker::redis
