#include "core/normalise.hpp"

namespace assay::core {

std::string normalise_code(std::string_view code) {
  if (code.starts_with(kByteOrderMark)) code.remove_prefix(kByteOrderMark.size());
  std::string out;
  out.reserve(code.size());
  while (true) {
    const auto crlf = code.find("\r\n");
    if (crlf == std::string_view::npos) break;
    out.append(code.substr(0, crlf)).push_back('\n');
    code.remove_prefix(crlf + 2);
  }
  out.append(code);
  const bool had_newline = out.ends_with('\n');
  while (out.ends_with('\n')) out.pop_back();
  if (had_newline && !out.empty()) out.push_back('\n');
  return out;
}

}  // namespace assay::core
