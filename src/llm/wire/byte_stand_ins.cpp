#include "llm/wire/byte_stand_ins.hpp"

#include "base/utf8.hpp"

namespace assay::llm {
namespace {

/// The UTF-8 of U+10FF00 + byte: two bytes that are always the same, then the eight bits of the byte, which
/// are at least 0x80, in two more.
constexpr std::string_view kFront = "\xf4\x8f";
constexpr unsigned kThird = 0xbc;  // of byte 0

}  // namespace

std::string put_stand_ins(std::string_view json) {
  std::string out;
  while (!json.empty()) {
    const auto length = base::utf8_sequence_length(json);
    if (length > 0) {
      out.append(json.substr(0, length));
      json.remove_prefix(length);
      continue;
    }
    const auto byte = static_cast<unsigned char>(json.front());
    out.append(kFront);
    out.push_back(static_cast<char>(kThird + (byte >> 6)));
    out.push_back(static_cast<char>(0x80 | (byte & 0x3f)));
    json.remove_prefix(1);
  }
  return out;
}

std::string take_stand_ins(std::string_view text) {
  std::string out;
  for (;;) {
    const auto at = text.find(kFront);
    out.append(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at);
    const auto third = text.size() < 4 ? 0U : static_cast<unsigned char>(text[2]);
    if (third >= kThird + 2 && third <= kThird + 3) {
      out.push_back(static_cast<char>((third - kThird) << 6 | (static_cast<unsigned char>(text[3]) & 0x3fU)));
      text.remove_prefix(4);
    } else {
      out.append(text.substr(0, kFront.size()));
      text.remove_prefix(kFront.size());
    }
  }
}

}  // namespace assay::llm
