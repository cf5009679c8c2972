// What a Redis sends is read to the same replies in one piece and in two, and what is made of them is refused
// or in its bounds.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "broker/redis/redis_url.hpp"
#include "broker/redis/wire/key_slot.hpp"
#include "broker/redis/wire/refusal.hpp"
#include "broker/redis/wire/reply_reader.hpp"
#include "broker/redis/wire/slot_ranges.hpp"

namespace {

using namespace assay::broker::redis;

bool same(const Reply& a, const Reply& b) {
  return a.kind == b.kind && a.integer == b.integer && a.text == b.text &&
         std::ranges::equal(a.items, b.items, same);
}

std::vector<Reply> read(std::string_view bytes, std::size_t first) {
  ReplyReader reader(1 << 20);
  std::vector<Reply> replies;
  for (const auto piece : {bytes.substr(0, first), bytes.substr(first)}) {
    reader.feed(piece);
    while (true) {
      auto reply = reader.next();
      if (!reply || !*reply) break;
      replies.push_back(std::move(**reply));
    }
  }
  return replies;
}

void look_at(const Reply& reply) {
  (void)refusal_of(reply);
  if (const auto redirect = redirect_of(reply.text);
      redirect && (redirect->slot >= kSlots || redirect->port == 0))
    std::abort();
  const auto ranges = read_slot_ranges(reply, RedisUrl::Address{"h", 1});
  if (!ranges) return;
  for (const auto& range : *ranges) {
    if (range.first > range.last || range.last >= kSlots || range.master.port == 0) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string bytes{reinterpret_cast<const char*>(data), size};
  const auto whole = read(bytes, size);
  const auto split = read(bytes, size == 0 ? 0 : data[0] % (size + 1));
  if (!std::ranges::equal(whole, split, same)) std::abort();
  for (const auto& reply : whole) look_at(reply);
  // The shown form is a URL again, of the same place.
  if (const auto url = RedisUrl::parse(bytes)) {
    const auto again = RedisUrl::parse(url->shown());
    if (!again || again->addresses != url->addresses || again->database != url->database) std::abort();
  }
  return 0;
}
