#pragma once
#include <optional>
#include <string>

#include "core/ids.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// ReplyLog's calls.
base::Result<void> save_reply(Client& client, const core::JobId& job, const std::string& part,
                              const std::string& reply);
base::Result<std::optional<std::string>> find_reply(Client& client, const core::JobId& job,
                                                    const std::string& part);

}  // namespace assay::store::mongo
