#pragma once
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// The next number of a named sequence, from 1. Numbers are never given twice; one may be left out.
base::Result<std::int64_t> next_number(Client& client, std::string_view name);

}  // namespace assay::store::mongo
