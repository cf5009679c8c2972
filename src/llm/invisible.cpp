#include "llm/invisible.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace assay::llm {
namespace {

unsigned decode(std::string_view sequence) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(sequence[i]));
  };
  switch (sequence.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 31) << 6 | (byte(1) & 63);
    case 3:
      return (byte(0) & 15) << 12 | (byte(1) & 63) << 6 | (byte(2) & 63);
    default:
      return (byte(0) & 7) << 18 | (byte(1) & 63) << 12 | (byte(2) & 63) << 6 | (byte(3) & 63);
  }
}

// Empty for a character that may stay.
std::string_view kind_of(unsigned code) {
  if (code < 0x20) return code == '\t' || code == '\n' ? "" : "control";
  if (code < 0x7F) return "";
  if (code < 0xA0) return "control";
  if (code == 0xAD || code == 0x180E || (code >= 0x200B && code <= 0x200D) ||
      (code >= 0x2060 && code <= 0x2064) || code == 0xFEFF || code == 0x115F || code == 0x1160 ||
      code == 0x3164 || code == 0xFFA0) {
    return "zero-width";
  }
  if (code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
      (code >= 0x2066 && code <= 0x206F)) {
    return "bidi";
  }
  if (code >= 0xE0000 && code <= 0xE0FFF) return "tag";
  return "";
}

bool is_plain(std::string_view code) {
  return std::all_of(code.begin(), code.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte < 0x7F) || c == '\n' || c == '\t';
  });
}

}  // namespace

std::string remove_invisible(std::string_view code, InvisibleReport& report) {
  if (is_plain(code)) return std::string(code);
  std::string out;
  out.reserve(code.size());
  int line = 1;
  const auto note = [&](std::string_view kind) {
    auto& places = report.places;
    const auto same = std::find_if(places.rbegin(), places.rend(), [&](const auto& place) {
      return place.line < line || place.kind == kind;
    });
    if (same != places.rend() && same->line == line) {
      ++same->count;
    } else {
      places.push_back({line, kind, 1});
    }
  };
  while (!code.empty()) {
    const auto size = base::utf8_sequence_length(code);
    if (size == 0) {
      note("invalid");
      out += "\xef\xbf\xbd";
      code.remove_prefix(1);
      continue;
    }
    const auto sequence = code.substr(0, size);
    const auto kind = kind_of(decode(sequence));
    if (kind.empty()) {
      out += sequence;
    } else {
      note(kind);
      if (sequence == "\r") out += ' ';
    }
    if (sequence == "\n") ++line;
    code.remove_prefix(size);
  }
  return out;
}

}  // namespace assay::llm
