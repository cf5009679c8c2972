#pragma once
#include <cstdint>
#include <string>

namespace assay::app {

/// "59.7 GiB free"; below one GiB "512 MiB free", rounded down.
std::string free_space_text(std::uintmax_t bytes);

}  // namespace assay::app
