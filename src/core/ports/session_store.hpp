#pragma once
#include <optional>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/api_key.hpp"
#include "core/secret_token.hpp"

namespace assay::core {

/// A browser that signed in with a key. It can do what the key can, as long as the key can.
struct Session {
  TokenHash hash;  ///< of the token in its cookie
  KeyId key;
  base::Timestamp created_at;
  base::Timestamp expires_at;
};

/// Sign-ins, kept so that a restart signs nobody out. Threads and errors as in KeyStore.
class SessionStore {
 public:
  virtual ~SessionStore() = default;
  /// Also forgets sessions that expired before `session.created_at`. `conflict` for a hash that is there.
  virtual base::Task<base::Result<void>> add_session(Session session) = 0;
  /// Nothing for an unknown one and for one that has expired by `now`.
  virtual base::Task<base::Result<std::optional<Session>>> find_session(TokenHash hash,
                                                                        base::Timestamp now) = 0;
  /// Idempotent.
  virtual base::Task<base::Result<void>> remove_session(TokenHash hash) = 0;
};

}  // namespace assay::core
