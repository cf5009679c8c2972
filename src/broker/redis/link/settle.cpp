#include "broker/redis/link/settle.hpp"

#include <utility>

#include "broker/redis/wire/refusal.hpp"

namespace assay::broker::redis {

base::Result<Reply> settle(base::Result<Reply> reply, Link& link) {
  if (!reply) return reply;
  switch (refusal_of(*reply)) {
    case Refusal::none:
    case Refusal::no_script:
      return reply;
    case Refusal::not_a_master:
      link.reconnect("Redis is not the master: " + reply->text);
      break;
    case Refusal::moved:
    case Refusal::ask:
      return base::fail(
          base::Errc::unavailable,
          "Redis is a node of a cluster, whose URL must begin with redis+cluster:// (" + reply->text + ")");
    case Refusal::not_now:
    case Refusal::try_again:
      break;
  }
  return base::fail(base::Errc::unavailable, "Redis can't for now: " + reply->text);
}

Command by_hash(const Script& script, const std::vector<std::string>& keys,
                const std::vector<std::string>& arguments) {
  Command command;
  command.reserve(3 + keys.size() + arguments.size());
  command.emplace_back("EVALSHA");
  command.push_back(script.sha1());
  command.push_back(std::to_string(keys.size()));
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

Command as_a_whole(Command by_hash, const Script& script) {
  by_hash[0] = "EVAL";
  by_hash[1] = script.source();
  return by_hash;
}

tl::unexpected<base::Error> refuse_command(const Command& command) {
  if (command.empty()) return base::fail(base::Errc::invalid_argument, "an empty command for Redis");
  return base::fail(base::Errc::invalid_argument,
                    command.front() + " can't be sent over a connection that is shared");
}

}  // namespace assay::broker::redis
