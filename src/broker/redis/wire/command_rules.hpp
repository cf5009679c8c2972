#pragma once
#include <cstddef>
#include <optional>

#include "broker/redis/client.hpp"

namespace assay::broker::redis {

/// True for commands that must not go over a connection that many share: they block it, change its state, or
/// change how it answers. True for the empty command, too.
bool needs_own_connection(const Command& command);

/// Which argument is the first key; nothing where the command has none.
std::optional<std::size_t> first_key(const Command& command);

}  // namespace assay::broker::redis
