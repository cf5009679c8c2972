// Whatever a provider sends, in each of the wire formats (the first byte says which): the same reply however
// the bytes were cut, and in bounded memory.

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include "llm/wire/chunk_scanner.hpp"
#include "llm/wire/wire_format.hpp"

namespace {

using namespace assay::llm;

constexpr ApiFormat kFormats[] = {ApiFormat::openai_chat, ApiFormat::openai_responses, ApiFormat::anthropic,
                                  ApiFormat::gemini};

struct Collect final : ContentSink {
  void on_content(std::string_view piece) override { text += piece; }
  std::string text;
};

void require(bool holds) {
  if (!holds) std::abort();
}

// All that a decoder gives, as one text.
std::string decode(const WireFormat& format, std::string_view bytes, std::size_t step) {
  Collect sink;
  const auto decoder = format.decoder(&sink);
  for (std::size_t at = 0; at < bytes.size(); at += step) decoder->feed(bytes.substr(at, step));
  decoder->finish();
  const auto number = [](std::int64_t value) { return std::to_string(value) + ","; };
  std::string out = decoder->finish_reason() ? number(static_cast<int>(*decoder->finish_reason())) : "open,";
  if (const auto& error = decoder->error())
    out += error->type + "," + error->code + "," + error->parameter + "," + error->message + ",";
  out += number(decoder->recognised()) + number(decoder->over_limit());
  const auto reply = decoder->take();
  if (reply.usage) {
    require(reply.usage->cached <= reply.usage->input);
    out += number(reply.usage->input) + number(reply.usage->output) + number(reply.usage->cached);
  }
  require(sink.text == reply.content);
  return out + reply.model + "," + reply.content;
}

// The quick look at chunks, with and without what was remembered of the last one.
void scan_lines(std::string_view bytes) {
  ChunkScanner scanner;
  while (!bytes.empty()) {
    const auto line = bytes.substr(0, bytes.find('\n'));
    const auto fast = scanner.scan(line);
    const auto plain = scan_content_chunk(line);
    require(fast.has_value() == plain.has_value());
    require(!plain || (fast->raw == plain->raw && fast->escaped == plain->escaped));
    bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const auto format = make_wire_format(kFormats[data[0] % std::size(kFormats)]);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = decode(*format, bytes, size);
  require(decode(*format, bytes, 1) == whole);
  require(decode(*format, bytes, 2 + size % 61) == whole);
  static_cast<void>(format->read_error(bytes));
  scan_lines(bytes);
  return 0;
}
