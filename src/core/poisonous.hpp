#pragma once
#include <string>

namespace assay::core {

/// So many deaths of its process while it ran alone make a job poisonous: it is failed, not tried again.
inline constexpr int kMostDeathsAlone = 3;

/// What its submissions are told.
inline std::string poisonous_error() {
  return "The review ended the server process " + std::to_string(kMostDeathsAlone) +
         " times while it ran alone; it is not tried again.";
}

}  // namespace assay::core
