#include "llm/stored_reply.hpp"

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

namespace assay::llm {

std::string encode_stored_reply(const StoredReply& reply) {
  std::string out;
  out.reserve(reply.content.size() + reply.content.size() / 8 + 128);
  base::JsonWriter json(out);
  json.begin_object().field("version", 1).field("model", reply.model).field("sent_bytes", reply.sent_bytes);
  if (reply.usage) {
    json.key("usage").begin_object();
    json.field("input", reply.usage->input)
        .field("output", reply.usage->output)
        .field("cached", reply.usage->cached);
    json.end_object();
  }
  json.field("content", reply.content).end_object();
  return out;
}

std::optional<StoredReply> decode_stored_reply(std::string_view text) {
  const auto document = base::JsonDocument::parse(text);
  if (!document) return std::nullopt;
  const auto root = document->root();
  const auto content = root.find("content");
  if (!content || !content->as_string()) return std::nullopt;
  const auto number = [](const base::JsonValue& object, std::string_view name) {
    const auto value = object.find(name);
    return value ? value->as_int().value_or(0) : 0;
  };
  StoredReply reply;
  reply.content = *content->as_string();
  if (const auto model = root.find("model")) reply.model = model->as_string().value_or("");
  reply.sent_bytes = number(root, "sent_bytes");
  if (const auto usage = root.find("usage")) {
    reply.usage = TokenUsage{number(*usage, "input"), number(*usage, "output"), number(*usage, "cached")};
  }
  return reply;
}

}  // namespace assay::llm
