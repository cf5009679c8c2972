#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/api_key.hpp"
#include "core/secret_token.hpp"

namespace assay::core {

/// The API keys, found by the hashes of their tokens. All calls may come from any io_context thread and
/// resume there. `unavailable` where the store can't be reached.
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  /// Durable when it returns. `conflict` for an id or a hash that is there already.
  virtual base::Task<base::Result<void>> add(ApiKey key, TokenHash hash) = 0;
  /// Revoked and expired ones too; nothing where no key has it.
  virtual base::Task<base::Result<std::optional<ApiKey>>> find(TokenHash hash) = 0;
  virtual base::Task<base::Result<std::optional<ApiKey>>> find(KeyId id) = 0;
  /// Newest first; of one tenant, or of all.
  virtual base::Task<base::Result<std::vector<ApiKey>>> list(std::optional<Scope> tenant) = 0;
  /// Durable when it returns. Again: stays as it was. `not_found` for an unknown id, and for one of another
  /// tenant where one is given.
  virtual base::Task<base::Result<ApiKey>> revoke(std::optional<Scope> tenant, KeyId id,
                                                  base::Timestamp now) = 0;
  /// Notes when keys were used last. Not durable, never moves a time back, passes over unknown ids.
  virtual base::Task<base::Result<void>> note_uses(std::vector<std::pair<KeyId, base::Timestamp>> uses) = 0;
};

}  // namespace assay::core
