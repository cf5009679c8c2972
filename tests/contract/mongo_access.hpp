#pragma once
#include <memory>

#include "contract/access_harness.hpp"

namespace assay::contract {

/// Keys, sessions and audit log in a new database of a real server.
std::unique_ptr<AccessHarness> make_mongo_access();

}  // namespace assay::contract
