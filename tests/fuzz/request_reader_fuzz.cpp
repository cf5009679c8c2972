// A stream of bytes gives the same requests, and is refused at the same place, however the network cuts it:
// what one reader takes for one request another must not take for two.

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "http/server/request_reader.hpp"

namespace {

using assay::http::RequestReader;
using assay::http::ServerLimits;

struct Seen {
  std::vector<std::string> requests;
  bool refused = false;  ///< which of several faults is named depends on how many have arrived
  bool operator==(const Seen&) const = default;
};

std::string text_of(const assay::http::Request& request) {
  std::string text{to_string(request.method)};
  text.append(" ").append(request.path).append("?").append(request.query).append(" ").append(request.host);
  for (const auto& field : request.fields)
    text.append("\n").append(field.name).append(":").append(field.value);
  return text.append("\n\n").append(request.body);
}

Seen read_all(std::string_view bytes, std::size_t piece) {
  ServerLimits limits;
  limits.max_head_bytes = 1024;
  limits.max_fields = 20;
  limits.max_body_bytes = 4096;
  RequestReader reader{limits};
  Seen seen;
  while (true) {
    const auto state = reader.advance();
    if (state == RequestReader::State::rejected) {
      seen.refused = true;
      return seen;
    }
    if (state == RequestReader::State::ready) {
      const auto& request = reader.request();
      if (request.path.empty() || request.body.size() > limits.max_body_bytes) std::abort();
      seen.requests.push_back(text_of(request));
      reader.pop();
      continue;
    }
    if (bytes.empty()) return seen;
    const auto space = reader.space();
    if (space.empty()) std::abort();
    const auto count = std::min({piece, space.size(), bytes.size()});
    std::memcpy(space.data(), bytes.data(), count);
    bytes.remove_prefix(count);
    reader.received(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto whole = read_all(bytes, bytes.size() + 1);
  const auto cut = read_all(bytes, data[0] % 16 + 1U);
  if (whole != cut) std::abort();
  return 0;
}
