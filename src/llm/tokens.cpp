#include "llm/tokens.hpp"

namespace assay::llm {

std::int64_t estimate_tokens(std::size_t bytes) {
  const auto thirds = (static_cast<std::int64_t>(bytes) + 2) / 3;
  return (thirds * 11 + 9) / 10;
}

std::size_t bytes_for_tokens(std::int64_t tokens) {
  return tokens <= 0 ? 0 : static_cast<std::size_t>(tokens * 10 / 11) * 3;
}

}  // namespace assay::llm
