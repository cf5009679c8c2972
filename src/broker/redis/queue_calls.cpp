#include "broker/redis/queue_calls.hpp"

#include <utility>

namespace assay::broker::redis {

using base::Result;
using base::Task;

QueueCalls::QueueCalls(Client& client, const base::Clock& clock, RedisQueueOptions options)
    : client_(client), clock_(clock), options_(std::move(options)), base_("{" + options_.prefix + ":q}:") {}

Task<Result<Reply>> QueueCalls::run(const Script& script, std::vector<std::string> arguments) const {
  std::vector<std::string> all;
  all.reserve(arguments.size() + 2);
  all.push_back(options_.time_of_clock ? std::to_string(clock_.steady().count()) : std::string{});
  all.push_back(std::to_string(options_.longest_step.count()));
  for (auto& argument : arguments) all.push_back(std::move(argument));
  std::vector<std::string> keys{base_};
  auto reply = co_await client_.run(script, keys, all);
  if (!reply && reply.error().code == base::Errc::unavailable)
    reply = co_await client_.run(script, std::move(keys), std::move(all));
  if (!reply) co_return base::fail(std::move(reply.error()));
  if (reply->is_error()) co_return base::fail(base::Errc::unavailable, "Redis refused: " + reply->text);
  co_return std::move(*reply);
}

}  // namespace assay::broker::redis
