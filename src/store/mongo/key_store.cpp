#include "store/mongo/key_store.hpp"

#include "store/mongo/documents.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using core::ApiKey;
using mongo::Ack;
using mongo::Bytes;
using mongo::Client;
using mongo::Document;

namespace {

Document document_of(const ApiKey& key, const core::TokenHash& hash) {
  return {{"_id", key.id},
          {"hash", Bytes{hash.view()}},
          {"prefix", key.prefix},
          {"name", key.name},
          {"tenant", key.tenant},
          {"permissions", key.permissions.bits()},
          {"created_at", key.created_at},
          {"expires_at", key.expires_at},
          {"last_used_at", key.last_used_at},
          {"revoked_at", key.revoked_at},
          {"per_hour", key.submissions_per_hour},
          {"per_day", key.reviews_per_day}};
}

Result<ApiKey> key_of(const mongo::View& view) {
  const auto permissions = core::Permissions::of_bits(view.number("permissions"));
  if (!permissions) return base::fail(base::Errc::corrupt, "the permissions of a key can't be read");
  ApiKey key;
  key.id = core::KeyId{view.text("_id")};
  key.prefix = view.text("prefix");
  key.name = view.text("name");
  key.tenant = core::Scope{view.text("tenant")};
  key.permissions = *permissions;
  key.created_at = view.time("created_at");
  key.expires_at = view.optional_time("expires_at");
  key.last_used_at = view.optional_time("last_used_at");
  key.revoked_at = view.optional_time("revoked_at");
  key.submissions_per_hour = view.optional_number("per_hour");
  key.reviews_per_day = view.optional_number("per_day");
  return key;
}

Result<std::optional<ApiKey>> find_key(Client& client, const Document& filter) {
  const auto found = client.find_one(mongo::kKeys, filter);
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<ApiKey>{};
  auto key = key_of((*found)->view());
  if (!key) return base::fail(std::move(key.error()));
  return std::optional{std::move(*key)};
}

auto no_such_key() { return base::fail(base::Errc::not_found, "There is no key with this id.", "id"); }

}  // namespace

Task<Result<void>> MongoKeyStore::add(ApiKey key, core::TokenHash hash) {
  auto work = [key = std::move(key), hash](Client& client) -> Result<void> {
    auto added = client.insert(mongo::kKeys, document_of(key, hash), Ack::majority);
    if (!added && added.error().code == base::Errc::conflict)
      return base::fail(base::Errc::conflict, "the key is there already");
    return added;
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::optional<ApiKey>>> MongoKeyStore::find(core::TokenHash hash) {
  auto work = [hash](Client& client) { return find_key(client, {{"hash", Bytes{hash.view()}}}); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::optional<ApiKey>>> MongoKeyStore::find(core::KeyId id) {
  auto work = [id = std::move(id)](Client& client) { return find_key(client, {{"_id", id}}); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::vector<ApiKey>>> MongoKeyStore::list(std::optional<core::Scope> tenant) {
  auto work = [tenant = std::move(tenant)](Client& client) -> Result<std::vector<ApiKey>> {
    mongo::FindOptions options;
    options.sort = {{"created_at", -1}, {"_id", -1}};
    const auto found = client.find(mongo::kKeys, {{"tenant", tenant}}, options);
    if (!found) return base::fail(found.error());
    std::vector<ApiKey> keys;
    for (const auto& each : *found) {
      auto key = key_of(each.view());
      if (!key) return base::fail(std::move(key.error()));
      keys.push_back(std::move(*key));
    }
    return keys;
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<ApiKey>> MongoKeyStore::revoke(std::optional<core::Scope> tenant, core::KeyId id,
                                           base::Timestamp now) {
  auto work = [tenant = std::move(tenant), id = std::move(id), now](Client& client) -> Result<ApiKey> {
    const Document filter{{"_id", id}, {"tenant", tenant}};
    Document live = filter;
    live.set("revoked_at", Document{{"$exists", false}});
    const auto revoked =
        client.update_one(mongo::kKeys, live, {{"$set", Document{{"revoked_at", now}}}}, Ack::majority);
    if (!revoked) return base::fail(revoked.error());
    auto key = find_key(client, filter);
    if (!key) return base::fail(std::move(key.error()));
    if (!*key) return no_such_key();
    // Also where it was revoked before: whoever did it may have died before this.
    const auto ended = client.remove_many(mongo::kSessions, {{"key", id}}, Ack::majority);
    if (!ended) return base::fail(ended.error());
    return std::move(**key);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoKeyStore::note_uses(std::vector<std::pair<core::KeyId, base::Timestamp>> uses) {
  auto work = [uses = std::move(uses)](Client& client) -> Result<void> {
    for (const auto& [id, at] : uses) {
      const auto noted = client.update_one(mongo::kKeys, {{"_id", id}},
                                           {{"$max", Document{{"last_used_at", at}}}}, Ack::one);
      if (!noted) return base::fail(noted.error());
    }
    return {};
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoKeyStore::add_session(core::Session session) {
  auto work = [session = std::move(session)](Client& client) -> Result<void> {
    const Document over{{"expires_at", Document{{"$lte", session.created_at}}}};
    if (auto gone = client.remove_many(mongo::kSessions, over, Ack::one); !gone)
      return base::fail(std::move(gone.error()));
    auto added = client.insert(mongo::kSessions,
                               {{"_id", Bytes{session.hash.view()}},
                                {"key", session.key},
                                {"created_at", session.created_at},
                                {"expires_at", session.expires_at},
                                {"gone_at", mongo::Date{session.expires_at}}},
                               Ack::majority);
    if (!added && added.error().code == base::Errc::conflict)
      return base::fail(base::Errc::conflict, "the session is there already");
    return added;
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::optional<core::Session>>> MongoKeyStore::find_session(core::TokenHash hash,
                                                                       base::Timestamp now) {
  auto work = [hash, now](Client& client) -> Result<std::optional<core::Session>> {
    const auto found = client.find_one(mongo::kSessions,
                                       {{"_id", Bytes{hash.view()}}, {"expires_at", Document{{"$gt", now}}}});
    if (!found) return base::fail(found.error());
    if (!*found) return std::optional<core::Session>{};
    const auto view = (*found)->view();
    return std::optional{
        core::Session{hash, core::KeyId{view.text("key")}, view.time("created_at"), view.time("expires_at")}};
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoKeyStore::remove_session(core::TokenHash hash) {
  auto work = [hash](Client& client) -> Result<void> {
    const auto removed = client.remove_one(mongo::kSessions, {{"_id", Bytes{hash.view()}}}, Ack::majority);
    if (!removed) return base::fail(removed.error());
    return {};
  };
  co_return co_await pool_.run(std::move(work));
}

}  // namespace assay::store
