// Whatever a model says: an answer or an error, in bounded time and memory, and the issues that are streamed
// do not depend on how the text was cut. Start it with the corpus made from the cases of the tests:
// reply_reader_fuzz -timeout=5 -rss_limit_mb=512 -max_len=65536 tests/fuzz/corpus/reply_reader

#include <cstdlib>
#include <string>
#include <vector>

#include "llm/issue_stream.hpp"
#include "llm/reply_reader.hpp"

namespace {

using assay::llm::IssueStream;

std::vector<std::string> stream(std::string_view text, std::size_t step) {
  std::vector<std::string> objects;
  IssueStream reader([&](std::string_view object) { objects.emplace_back(object); });
  for (std::size_t at = 0; at < text.size(); at += step) reader.feed(text.substr(at, step));
  return objects;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto reply = assay::llm::read_reply(text);
  // Each issue takes at least the bytes of "{}" and some text, and coercions are bounded.
  if (reply && (reply->issues.size() > size || reply->coercions.size() > 200)) std::abort();
  const auto whole = stream(text, size + 1);
  const std::size_t step = size == 0 ? 1 : 1 + data[0] % 16;
  if (stream(text, step) != whole || stream(text, 1) != whole) std::abort();
  std::size_t bytes = 0;
  for (const auto& object : whole) bytes += object.size();
  if (bytes > size) std::abort();
  return 0;
}
