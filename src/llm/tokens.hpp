#pragma once
#include <cstddef>
#include <cstdint>

namespace assay::llm {

/// A careful guess of how many tokens a model makes of so many bytes: ceil(bytes/3) * 1.1, rounded up. Real
/// tokenizers give about 3.5 bytes a token for code.
std::int64_t estimate_tokens(std::size_t bytes);
/// The most bytes whose estimate is at most `tokens`.
std::size_t bytes_for_tokens(std::int64_t tokens);

}  // namespace assay::llm
