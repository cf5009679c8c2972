#include "broker/redis/wire/slot_ranges.hpp"

#include <utility>

#include "broker/redis/wire/key_slot.hpp"

namespace assay::broker::redis {
namespace {

using Kind = Reply::Kind;

// [first, last, [host, port, id, …] of the master, replicas…]
bool read_range(const Reply& item, const RedisUrl::Address& asked, SlotRange& range) {
  if (item.kind != Kind::array || item.items.size() < 3) return false;
  const auto& node = item.items[2];
  if (item.items[0].kind != Kind::integer || item.items[1].kind != Kind::integer ||
      node.kind != Kind::array || node.items.size() < 2 || node.items[1].kind != Kind::integer)
    return false;
  const auto first = item.items[0].integer;
  const auto last = item.items[1].integer;
  const auto port = node.items[1].integer;
  if (first < 0 || last < first || last >= kSlots || port <= 0 || port > 65'535) return false;
  range.first = static_cast<unsigned>(first);
  range.last = static_cast<unsigned>(last);
  const auto& host = node.items[0].text;
  range.master.host = host.empty() || host == "?" ? asked.host : host;
  range.master.port = static_cast<std::uint16_t>(port);
  return true;
}

}  // namespace

base::Result<std::vector<SlotRange>> read_slot_ranges(const Reply& reply, const RedisUrl::Address& asked) {
  if (reply.is_error())
    return base::fail(base::Errc::unavailable, "Redis at " + to_string(asked) + ": " + reply.text);
  std::vector<SlotRange> ranges;
  if (reply.kind != Kind::array)
    return base::fail(base::Errc::unavailable,
                      "Redis at " + to_string(asked) + " gives no slots of its cluster");
  for (const auto& item : reply.items) {
    SlotRange range;
    if (!read_range(item, asked, range))
      return base::fail(base::Errc::unavailable,
                        "Redis at " + to_string(asked) + " gives slots of its cluster that can't be read");
    ranges.push_back(std::move(range));
  }
  if (ranges.empty())
    return base::fail(base::Errc::unavailable,
                      "the cluster of Redis at " + to_string(asked) + " has no slots: it is not formed yet");
  return ranges;
}

}  // namespace assay::broker::redis
