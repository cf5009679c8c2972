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

/// AUTH with what there is to say; only where there is a password.
Command login_command(const Login& login);

/// Sends the commands in one piece and gives their replies; for connections that nobody else uses yet.
base::Task<base::Result<std::vector<Reply>>> exchange(std::shared_ptr<Stream> stream,
                                                      std::vector<Command> commands, base::Micros at_most);

/// Connects and logs in, and looks that the server answers: a stream ready for use.
base::Task<base::Result<std::shared_ptr<Stream>>> open_and_log_in(Target target, std::shared_ptr<Tls> tls,
                                                                  Login login);

/// Asks the server for its role; an error where it is another than master. A user who may not ask is let
/// pass.
base::Task<base::Result<void>> says_it_is_master(std::shared_ptr<Stream> stream, Target target);

}  // namespace assay::broker::redis
