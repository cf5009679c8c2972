#pragma once
#include <vector>

#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Changes one document for each, in few round trips, in any order. Each must be such that it may happen
/// twice: where one of them fails, those that succeeded stay, and the call is repeated as a whole.
base::Result<void> write_all(Client& client, const char* collection, const std::vector<Update>& updates,
                             Ack ack);

}  // namespace assay::store::mongo
