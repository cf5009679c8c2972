#include "broker/redis/wire/command_rules.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace assay::broker::redis {
namespace {

// Sorted.
constexpr std::string_view kOwnConnection[] = {
    "ASKING",    "AUTH",         "BLMOVE",  "BLMPOP",      "BLPOP",     "BRPOP",   "BRPOPLPUSH", "BZMPOP",
    "BZPOPMAX",  "BZPOPMIN",     "DISCARD", "EXEC",        "HELLO",     "MONITOR", "MULTI",      "PSUBSCRIBE",
    "PSYNC",     "PUNSUBSCRIBE", "QUIT",    "READONLY",    "READWRITE", "RESET",   "SELECT",     "SSUBSCRIBE",
    "SUBSCRIBE", "SUNSUBSCRIBE", "SYNC",    "UNSUBSCRIBE", "UNWATCH",   "WAIT",    "WATCH",
};
static_assert(std::ranges::is_sorted(kOwnConnection));

constexpr std::string_view kKeyless[] = {
    "ACL",     "BGREWRITEAOF", "BGSAVE",   "CLIENT",  "CLUSTER",  "COMMAND", "CONFIG",    "DBSIZE",
    "ECHO",    "FAILOVER",     "FLUSHALL", "FLUSHDB", "FUNCTION", "INFO",    "KEYS",      "LASTSAVE",
    "LATENCY", "LOLWUT",       "MODULE",   "PING",    "PUBLISH",  "PUBSUB",  "RANDOMKEY", "REPLICAOF",
    "ROLE",    "SAVE",         "SCAN",     "SCRIPT",  "SHUTDOWN", "SLOWLOG", "SWAPDB",    "TIME",
};
static_assert(std::ranges::is_sorted(kKeyless));

std::string upper(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

bool needs_own_connection(const Command& command) {
  if (command.empty()) return true;
  const auto name = upper(command.front());
  if (std::ranges::binary_search(kOwnConnection, name)) return true;
  if (name == "CLIENT") return command.size() > 1 && upper(command[1]) == "REPLY";
  // A stream may be called BLOCK, but that is behind STREAMS.
  if (name != "XREAD" && name != "XREADGROUP") return false;
  const auto streams =
      std::ranges::find_if(command, [](const auto& word) { return upper(word) == "STREAMS"; });
  return std::any_of(command.begin(), streams, [](const auto& word) { return upper(word) == "BLOCK"; });
}

std::optional<std::size_t> first_key(const Command& command) {
  if (command.size() < 2) return std::nullopt;
  const auto name = upper(command.front());
  std::size_t at = 1;
  if (std::ranges::binary_search(kKeyless, name)) return std::nullopt;
  if (name == "EVAL" || name == "EVALSHA" || name == "EVAL_RO" || name == "EVALSHA_RO" || name == "FCALL" ||
      name == "FCALL_RO") {
    if (command.size() < 3 || command[2] == "0") return std::nullopt;
    at = 3;
  } else if (name == "XREAD" || name == "XREADGROUP") {
    const auto streams =
        std::ranges::find_if(command, [](const auto& word) { return upper(word) == "STREAMS"; });
    at = static_cast<std::size_t>(std::distance(command.begin(), streams)) + 1;
  } else if (name == "XGROUP" || name == "XINFO" || name == "OBJECT" || name == "MEMORY" || name == "BITOP") {
    at = 2;
  } else if (name == "LMPOP" || name == "ZMPOP" || name == "ZDIFF" || name == "ZINTER" || name == "ZUNION" ||
             name == "SINTERCARD" || name == "ZINTERCARD") {
    at = 2;
  }
  if (at >= command.size()) return std::nullopt;
  return at;
}

}  // namespace assay::broker::redis
