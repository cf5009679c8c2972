#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

struct NewReply {
  core::JobId job;
  std::string part;
  std::string reply;
};

/// ReplyLog's calls; the first for many.
base::Result<std::vector<base::Result<void>>> save_replies(
    Client& client, const std::vector<std::shared_ptr<const NewReply>>& replies);
base::Result<std::optional<std::string>> find_reply(Client& client, const core::JobId& job,
                                                    const std::string& part);

}  // namespace assay::store::mongo
