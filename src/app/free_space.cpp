#include "app/free_space.hpp"

namespace assay::app {

std::string free_space_text(std::uintmax_t bytes) {
  if (bytes < (1ULL << 30)) return std::to_string(bytes >> 20) + " MiB free";
  const auto tenths = (bytes >> 20) * 10 >> 10;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GiB free";
}

}  // namespace assay::app
