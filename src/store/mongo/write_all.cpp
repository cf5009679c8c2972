#include "store/mongo/write_all.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// A command may hold 48 MB and 100,000 updates.
constexpr std::size_t kLargest = 12'000'000;
constexpr std::size_t kMost = 1'000;
constexpr int kDuplicateKey = 11000;

Document concern(Ack ack) {
  if (ack == Ack::majority) return {{"w", "majority"}, {"j", true}, {"wtimeout", 10'000}};
  return {{"w", 1}};
}

/// The updates from `from` on that go into one command; says where the next one begins.
Array take(const std::vector<Update>& updates, std::size_t from, std::size_t& next) {
  Array taken;
  std::size_t size = 0;
  for (next = from; next < updates.size() && taken.size() < kMost; ++next) {
    const auto& update = updates[next];
    size += update.filter.size() + update.change.size();
    if (size > kLargest && next > from) break;
    Document each{{"q", update.filter}, {"u", update.change}};
    if (update.upsert) each.set("upsert", true);
    taken.add(each);
  }
  return taken;
}

Result<void> check(const Document& reply, bool& again) {
  const View view = reply.view();
  for (const auto& error : view.documents("writeErrors")) {
    // Two who insert the same at once: the second one finds it at the next try.
    if (error.number("code") == kDuplicateKey) {
      again = true;
      continue;
    }
    return base::fail(base::Errc::internal, "MongoDB refused a write: " + error.text("errmsg"));
  }
  if (view.has("writeConcernError"))
    return base::fail(base::Errc::unavailable, "MongoDB did not reach most of its members in time");
  return {};
}

}  // namespace

Result<void> write_all(Client& client, const char* collection, const std::vector<Update>& updates, Ack ack) {
  constexpr int kTries = 5;
  for (std::size_t from = 0, next = 0; from < updates.size(); from = next) {
    const Document command{{"update", collection},
                           {"updates", take(updates, from, next)},
                           {"ordered", false},
                           {"writeConcern", concern(ack)}};
    bool again = true;
    for (int tries = 0; again && tries < kTries; ++tries) {
      again = false;
      const auto reply = client.command(command);
      if (!reply) return base::fail(reply.error());
      if (auto checked = check(*reply, again); !checked) return checked;
    }
    if (again) return base::fail(base::Errc::conflict, "MongoDB has a document with this key already");
  }
  return {};
}

}  // namespace assay::store::mongo
