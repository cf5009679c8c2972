#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace assay::llm {

/// A streamed chunk that does nothing but continue the text.
struct ContentChunk {
  std::string_view raw;  ///< the JSON string of delta.content, without its quotes and still escaped
  bool escaped = false;  ///< there is a backslash in it
};

/// The quick look at a Chat Completions chunk: nearly all of the hundreds in a reply are
/// {…,"choices":[{"index":0,"delta":{"content":"…"},…null…}],…} with all else null or plain strings and
/// numbers. Nothing for any chunk that is not surely of that kind (a finish reason, a refusal, usage, an
/// error, anything unknown): those are parsed in full.
std::optional<ContentChunk> scan_content_chunk(std::string_view json);

/// The same for one stream, whose chunks are mostly alike but for their text: what stands around the text is
/// remembered from the last one that was scanned, and compared. Gives what scan_content_chunk gives.
class ChunkScanner {
 public:
  std::optional<ContentChunk> scan(std::string_view json);

 private:
  std::string before_;  // the text, its opening quote included; empty: nothing is known yet
  std::string after_;   // from its closing quote
};

/// Appends the text of a JSON string without its quotes; false where an escape is not one of the short ones.
bool append_unescaped(std::string& out, std::string_view raw);

}  // namespace assay::llm
