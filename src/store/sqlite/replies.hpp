#pragma once
#include <optional>
#include <string>

#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// ReplyLog within a transaction.
base::Result<void> save_reply(WriteTransaction& tx, const core::JobId& job, const std::string& part,
                              const std::string& reply);
base::Result<std::optional<std::string>> find_reply(Connection& db, const core::JobId& job,
                                                    const std::string& part);

}  // namespace assay::store
