#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace assay::core {

/// Languages a submission can have. `automatic` ("auto") asks for detection and is never stored as the
/// result.
enum class Language : std::uint8_t {
  automatic,
  python,
  javascript,
  typescript,
  java,
  go,
  c,
  cpp,
  csharp,
  rust,
  ruby,
  php,
  kotlin,
  swift,
  scala,
  bash,
  lua,
  sql,
  html,
  css,
  json,
  yaml,
  toml,
  text,
};

/// The name on the wire: "python", "cpp", "auto" …
std::string_view to_string(Language language);
/// Exact wire names only.
std::optional<Language> parse_language(std::string_view name);
/// All of them, `automatic` included, in the order above.
std::span<const Language> all_languages();

}  // namespace assay::core
