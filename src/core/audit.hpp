#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"

namespace assay::core {

/// One thing that an administrator did, or that happened to the server. Never holds code, tokens or secrets.
struct AuditEntry {
  std::int64_t number = 0;  ///< grows with each entry; given by the log
  base::Timestamp at;
  Scope tenant;            ///< whose log it belongs to
  std::string action;      ///< "key.created", "key.revoked", "review.deleted", "server.started" …
  std::string actor_key;   ///< id of the key that did it; empty: the server itself
  std::string actor_name;  ///< its name then
  std::string target;      ///< id of what it was done to; may be empty
  std::string detail;      ///< a sentence; may be empty
  std::string client;      ///< address; may be empty
  std::string request_id;  ///< may be empty
};

}  // namespace assay::core
