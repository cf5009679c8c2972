#pragma once
#include <optional>
#include <vector>

#include "core/api_key.hpp"
#include "core/secret_token.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

// Rows of api_keys. Errors stay with the connection.

void insert_key(Connection& db, const core::ApiKey& key, const core::TokenHash& hash);
std::optional<core::ApiKey> find_key(Connection& db, const core::KeyId& id);
std::optional<core::ApiKey> find_key(Connection& db, const core::TokenHash& hash);
/// Newest first.
std::vector<core::ApiKey> list_keys(Connection& db, const std::optional<core::Scope>& tenant);

}  // namespace assay::store
