#pragma once
#include "base/result.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Makes the collections and indexes that are missing, as every node does at its start. Nodes may do so at
/// the same time and again and again. `unsupported` where a newer version of Assay made the database.
base::Result<void> set_up(Client& client);

}  // namespace assay::store::mongo
