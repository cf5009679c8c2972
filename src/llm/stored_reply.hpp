#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "llm/chat.hpp"

namespace assay::llm {

/// A model's answer as it is kept in the reply log: what it said and what it cost.
struct StoredReply {
  std::string content;
  std::string model;  ///< Model::name of the one that was asked
  std::optional<TokenUsage> usage;
  std::int64_t sent_bytes = 0;
};

std::string encode_stored_reply(const StoredReply& reply);
/// Nothing for anything else.
std::optional<StoredReply> decode_stored_reply(std::string_view text);

}  // namespace assay::llm
