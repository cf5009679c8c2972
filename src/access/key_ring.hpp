#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/identity.hpp"
#include "access/identity_cache.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ports/audit_log.hpp"
#include "core/ports/key_store.hpp"
#include "core/ports/session_store.hpp"

namespace assay::access {

/// Who does something, for the audit log.
struct Actor {
  std::string key_id;  ///< empty: the server itself
  std::string name;
  std::string client;      ///< address; may be empty
  std::string request_id;  ///< may be empty
};

/// A new key with its token, which exists nowhere else from now on.
struct IssuedKey {
  core::ApiKey key;
  std::string token;
};

struct OpenedSession {
  std::string token;  ///< for the cookie
  SharedIdentity identity;
};

struct KeyRingOptions {
  base::Micros session_lifetime{std::chrono::hours{12}};
  /// How long what was verified is believed without asking the stores again: bounds how late a revocation in
  /// another process on the same stores is seen. Those made here count at once. Default: for ever.
  base::Micros recheck_after = base::Micros::max();
};

/// Keys and sessions: finds out who a token belongs to, makes and revokes keys, signs browsers in and out.
/// Thread-safe; calls stay on the io_context they came from. Errors are those of the stores.
class KeyRing {
 public:
  struct Parts {
    core::KeyStore& keys;
    core::SessionStore& sessions;
    core::AuditLog& audit;
    const base::Clock& clock;
    base::Random& random;
  };
  explicit KeyRing(Parts parts, KeyRingOptions options = {});

  /// Who comes with this key, or with this session, if it was verified before and is still good: at once, for
  /// every request. Notes the use. A session's token is no key, and a key is no session.
  SharedIdentity find_known_key(std::string_view token);
  SharedIdentity find_known_session(std::string_view token);
  /// The same with a look into the store. Null: there is none, or it was revoked, or has expired.
  base::Task<base::Result<SharedIdentity>> find_key(std::string token);
  base::Task<base::Result<SharedIdentity>> find_session(std::string token);

  /// Makes a key. `id`, `prefix` and `created_at` of `wanted` are filled here. invalid_argument with the
  /// field.
  base::Task<base::Result<IssuedKey>> create(core::ApiKey wanted, Actor actor);
  /// Newest first; of one tenant, or of all.
  base::Task<base::Result<std::vector<core::ApiKey>>> list(std::optional<core::Scope> tenant);
  /// From the moment this returns no request is let in with the key or its sessions. `not_found` for unknown
  /// ids, and for other tenants' where one is given.
  base::Task<base::Result<core::ApiKey>> revoke(std::optional<core::Scope> tenant, core::KeyId id,
                                                Actor actor);

  /// A session for a key's token. `unauthorized` where the key is not good.
  base::Task<base::Result<OpenedSession>> sign_in(std::string key_token);
  base::Task<base::Result<void>> sign_out(std::string session_token);

  /// One more administrator of everything, for as long as this process lives: whoever can read the data
  /// folder. Before serving.
  void set_owner(const core::TokenHash& hash);

  /// Tells the store which keys were used since the last time. Call it now and then, off the requests' path;
  /// one call at a time.
  base::Task<void> flush_uses();

  base::Timestamp now() const { return parts_.clock.now(); }

 private:
  SharedIdentity find_known(const core::TokenHash& hash) const;
  bool is_good(const std::optional<core::ApiKey>& key, base::Timestamp now);

  Parts parts_;
  KeyRingOptions options_;
  IdentityCache cache_;
  std::optional<core::TokenHash> owner_hash_;
  SharedIdentity owner_;
};

}  // namespace assay::access
