#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace assay::broker::redis {

/// One reply of the RESP2 protocol (https://redis.io/docs/latest/develop/reference/protocol-spec/).
struct Reply {
  enum class Kind : std::uint8_t { nil, integer, status, string, array, error };
  Kind kind = Kind::nil;
  std::int64_t integer = 0;    ///< of `integer`
  std::string text;            ///< of `status`, `string` and `error`
  std::vector<Reply> items{};  ///< of `array`

  bool is_error() const { return kind == Kind::error; }
};

}  // namespace assay::broker::redis
