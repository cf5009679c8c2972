#include "access/key_ring.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/uuid.hpp"

namespace assay::access {
namespace {

using base::Result;
using base::Task;

void note_use(const Identity& identity, base::Timestamp now) {
  identity.credential->last_used.store(now.time_since_epoch().count(), std::memory_order_relaxed);
}

core::AuditEntry entry_of(std::string action, const core::ApiKey& key, Actor actor, base::Timestamp now) {
  core::AuditEntry entry;
  entry.at = now;
  entry.tenant = key.tenant;
  entry.action = std::move(action);
  entry.actor_key = std::move(actor.key_id);
  entry.actor_name = std::move(actor.name);
  entry.target = key.id.str();
  std::string scopes;
  for (const auto permission : key.permissions.list())
    scopes.append(scopes.empty() ? "" : ", ").append(to_string(permission));
  entry.detail = "key \"" + key.name + "\" (" + key.prefix + "…) with " + scopes;
  entry.client = std::move(actor.client);
  entry.request_id = std::move(actor.request_id);
  return entry;
}

auto not_valid() { return base::fail(base::Errc::unauthorized, "This key is not valid here.", "key"); }

}  // namespace

KeyRing::KeyRing(Parts parts, KeyRingOptions options) : parts_(parts), options_(options) {}

SharedIdentity KeyRing::find_known(const core::TokenHash& hash) const {
  auto identity = cache_.find(hash);
  if (!identity) return nullptr;
  const auto now = parts_.clock.now();
  if (!identity->is_valid_at(now) || now - identity->verified_at > options_.recheck_after) return nullptr;
  note_use(*identity, now);
  return identity;
}

SharedIdentity KeyRing::find_known_key(std::string_view token) {
  const auto hash = core::hash_token(token);
  if (owner_hash_ && hash == *owner_hash_) return owner_;
  auto identity = find_known(hash);
  return identity && !identity->is_session() ? identity : nullptr;
}

SharedIdentity KeyRing::find_known_session(std::string_view token) {
  auto identity = find_known(core::hash_token(token));
  return identity && identity->is_session() ? identity : nullptr;
}

/// A key that was revoked elsewhere is found here first: those who hold it must know, too.
bool KeyRing::is_good(const std::optional<core::ApiKey>& key, base::Timestamp now) {
  if (key && key->revoked_at) cache_.revoke(key->id);
  return key && key->is_valid_at(now);
}

Task<Result<SharedIdentity>> KeyRing::find_key(std::string token) {
  const auto hash = core::hash_token(token);
  for (;;) {
    const auto ticket = cache_.ticket();
    auto key = co_await parts_.keys.find(hash);
    if (!key) co_return base::fail(key.error());
    const auto now = parts_.clock.now();
    if (!is_good(*key, now)) co_return SharedIdentity{};
    auto identity = cache_.keep(hash, std::move(**key), {now, std::nullopt, {}}, ticket);
    if (!identity) continue;
    note_use(*identity, now);
    co_return identity;
  }
}

Task<Result<SharedIdentity>> KeyRing::find_session(std::string token) {
  const auto hash = core::hash_token(token);
  for (;;) {
    const auto ticket = cache_.ticket();
    const auto now = parts_.clock.now();
    auto session = co_await parts_.sessions.find_session(hash, now);
    if (!session) co_return base::fail(session.error());
    if (!*session) co_return SharedIdentity{};
    auto key = co_await parts_.keys.find((*session)->key);
    if (!key) co_return base::fail(key.error());
    if (!is_good(*key, now)) co_return SharedIdentity{};
    IdentityCache::Verified verified{now, (*session)->expires_at, core::csrf_token(token)};
    auto identity = cache_.keep(hash, std::move(**key), std::move(verified), ticket);
    if (!identity) continue;
    note_use(*identity, now);
    co_return identity;
  }
}

Task<Result<IssuedKey>> KeyRing::create(core::ApiKey wanted, Actor actor) {
  IssuedKey issued{std::move(wanted), core::make_key_token(parts_.random)};
  auto& key = issued.key;
  key.created_at = parts_.clock.now();
  if (auto checked = core::check_new_key(key); !checked) co_return base::fail(checked.error());
  key.id = core::KeyId{base::make_uuid7(key.created_at, parts_.random)};
  key.prefix = core::shown_prefix(issued.token);
  // First the log: there must be no key whose maker is not on record.
  auto entry = entry_of("key.created", key, std::move(actor), key.created_at);
  auto logged = co_await parts_.audit.append(std::move(entry));
  if (!logged) co_return base::fail(logged.error());
  auto added = co_await parts_.keys.add(key, core::hash_token(issued.token));
  if (!added) co_return base::fail(added.error());
  co_return issued;
}

Task<Result<std::vector<core::ApiKey>>> KeyRing::list(std::optional<core::Scope> tenant) {
  auto listed = co_await parts_.keys.list(std::move(tenant));
  if (!listed) co_return base::fail(listed.error());
  // The store learns of uses once a minute; of those through this process it is known already.
  for (const auto& credential : cache_.credentials()) {
    const base::Timestamp used{base::Micros{credential->last_used.load(std::memory_order_relaxed)}};
    const auto key = std::ranges::find(*listed, credential->key.id, &core::ApiKey::id);
    if (key != listed->end() && used > key->last_used_at.value_or(base::Timestamp{}))
      key->last_used_at = used;
  }
  co_return std::move(*listed);
}

Task<Result<core::ApiKey>> KeyRing::revoke(std::optional<core::Scope> tenant, core::KeyId id, Actor actor) {
  const auto now = parts_.clock.now();
  auto revoked = co_await parts_.keys.revoke(std::move(tenant), id, now);
  if (!revoked) co_return base::fail(revoked.error());
  cache_.revoke(id);
  if (revoked->revoked_at != now) co_return std::move(*revoked);  // it was before
  auto entry = entry_of("key.revoked", *revoked, std::move(actor), now);
  auto logged = co_await parts_.audit.append(std::move(entry));
  if (!logged) co_return base::fail(logged.error());
  co_return std::move(*revoked);
}

Task<Result<OpenedSession>> KeyRing::sign_in(std::string key_token) {
  auto identity = find_known_key(key_token);
  // The owner's token is for the command line: no browser keeps it.
  if (identity && identity == owner_) co_return not_valid();
  if (!identity) {
    auto found = co_await find_key(std::move(key_token));
    if (!found) co_return base::fail(found.error());
    identity = std::move(*found);
  }
  if (!identity) co_return not_valid();
  OpenedSession opened;
  opened.token = core::make_session_token(parts_.random);
  core::Session session;
  session.hash = core::hash_token(opened.token);
  session.key = identity->key().id;
  session.created_at = parts_.clock.now();
  session.expires_at = session.created_at + options_.session_lifetime;
  if (const auto key_ends = identity->key().expires_at)
    session.expires_at = std::min(session.expires_at, *key_ends);
  auto added = co_await parts_.sessions.add_session(std::move(session));
  if (!added) co_return base::fail(added.error());
  auto found = co_await find_session(opened.token);
  if (!found) co_return base::fail(found.error());
  if (!*found) co_return not_valid();
  opened.identity = std::move(*found);
  co_return opened;
}

Task<Result<void>> KeyRing::sign_out(std::string session_token) {
  const auto hash = core::hash_token(session_token);
  auto removed = co_await parts_.sessions.remove_session(hash);
  if (removed) cache_.forget(hash);
  co_return removed;
}

void KeyRing::set_owner(const core::TokenHash& hash) {
  core::ApiKey key;
  key.id = core::KeyId{"owner"};
  key.name = "owner of the data folder";
  key.tenant = core::public_scope();
  key.permissions = {core::Permission::admin};
  key.created_at = parts_.clock.now();
  owner_hash_ = hash;
  const auto now = key.created_at;
  owner_ = std::make_shared<const Identity>(
      Identity{std::make_shared<Credential>(std::move(key)), now, std::nullopt, {}});
}

Task<void> KeyRing::flush_uses() {
  std::vector<std::pair<core::KeyId, base::Timestamp>> uses;
  for (const auto& credential : cache_.credentials()) {
    const auto used = credential->last_used.load(std::memory_order_relaxed);
    if (used == credential->last_noted) continue;
    credential->last_noted = used;
    uses.emplace_back(credential->key.id, base::Timestamp{base::Micros{used}});
  }
  if (uses.empty()) co_return;
  const auto noted = co_await parts_.keys.note_uses(std::move(uses));
  if (!noted) base::log::warn("the use of keys could not be noted", {{"reason", noted.error().message}});
}

}  // namespace assay::access
