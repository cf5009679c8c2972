#pragma once
#include "base/result.hpp"
#include "broker/redis/client.hpp"
#include "broker/redis/link/link.hpp"

namespace assay::broker::redis {

/// What a caller gets of a reply: errors that mean "not now" become `unavailable`, and a server that is not
/// the master is left.
base::Result<Reply> settle(base::Result<Reply> reply, Link& link);

Command by_hash(const Script& script, const std::vector<std::string>& keys,
                const std::vector<std::string>& arguments);
/// The same command with the script's text in place of its hash.
Command as_a_whole(Command by_hash, const Script& script);

/// For commands that needs_own_connection refuses.
tl::unexpected<base::Error> refuse_command(const Command& command);

}  // namespace assay::broker::redis
