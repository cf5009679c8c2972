#pragma once
#include <string>

#include "broker/redis/client.hpp"

namespace assay::broker::redis {

/// The command as RESP bytes, at the end of `out`.
void append_command(std::string& out, const Command& command);

inline std::string encode(const Command& command) {
  std::string out;
  append_command(out, command);
  return out;
}

}  // namespace assay::broker::redis
