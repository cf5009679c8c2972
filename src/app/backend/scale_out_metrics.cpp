#include "app/backend/scale_out_metrics.hpp"

#include <map>
#include <vector>

#include "broker/redis/client.hpp"

namespace assay::app {

namespace redis = broker::redis;

namespace {

class MongoCommands {
 public:
  explicit MongoCommands(base::Metrics& metrics) {
    const std::vector<double> seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};
    for (const auto* name : {"find", "getMore", "aggregate", "insert", "update", "delete", "findAndModify"}) {
      const base::MetricLabels labels{{"command", name}};
      commands_.emplace(
          name, Command{&metrics.histogram("assay_mongodb_command_seconds",
                                           "Time until MongoDB answered a command.", seconds, labels),
                        &metrics.counter("assay_mongodb_commands_failed_total",
                                         "Commands that MongoDB refused or did not answer.", labels)});
    }
  }
  void observe(std::string_view name, std::chrono::microseconds took, bool answered) const {
    const auto command = commands_.find(name);
    if (command == commands_.end()) return;
    if (answered) {
      command->second.seconds->observe(std::chrono::duration<double>(took).count());
    } else {
      command->second.failed->add();
    }
  }

 private:
  struct Command {
    base::Histogram* seconds;
    base::Counter* failed;
  };
  std::map<std::string_view, Command> commands_;
};

}  // namespace

void add_redis_metrics(base::Metrics& metrics, const redis::Client& client) {
  const auto add = [&](std::string_view name, std::string_view help, std::uint64_t redis::Counts::* member) {
    metrics.counter_from(name, help,
                         [&client, member] { return static_cast<double>(client.counts().*member); });
  };
  add("assay_redis_calls_total", "Commands and scripts sent to Redis.", &redis::Counts::calls);
  add("assay_redis_calls_failed_total", "Those without a reply.", &redis::Counts::failed);
  add("assay_redis_connections_total", "Connections to Redis that were made.", &redis::Counts::connected);
  add("assay_redis_connections_lost_total", "Connections to Redis that broke.", &redis::Counts::lost);
  metrics.gauge("assay_redis_calls_in_flight", "Calls that wait for Redis.",
                [&client] { return static_cast<double>(client.counts().in_flight); });
}

std::function<void(std::string_view command, std::chrono::microseconds took, bool answered)>
count_mongo_commands(base::Metrics& metrics) {
  return [commands = MongoCommands{metrics}](std::string_view command, std::chrono::microseconds took,
                                             bool answered) { commands.observe(command, took, answered); };
}

}  // namespace assay::app
