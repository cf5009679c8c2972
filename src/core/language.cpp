#include "core/language.hpp"

#include <algorithm>
#include <array>

namespace assay::core {
namespace {

struct Named {
  Language language;
  std::string_view name;
};

constexpr std::array kNames = {
    Named{Language::automatic, "auto"},
    Named{Language::python, "python"},
    Named{Language::javascript, "javascript"},
    Named{Language::typescript, "typescript"},
    Named{Language::java, "java"},
    Named{Language::go, "go"},
    Named{Language::c, "c"},
    Named{Language::cpp, "cpp"},
    Named{Language::csharp, "csharp"},
    Named{Language::rust, "rust"},
    Named{Language::ruby, "ruby"},
    Named{Language::php, "php"},
    Named{Language::kotlin, "kotlin"},
    Named{Language::swift, "swift"},
    Named{Language::scala, "scala"},
    Named{Language::bash, "bash"},
    Named{Language::lua, "lua"},
    Named{Language::sql, "sql"},
    Named{Language::html, "html"},
    Named{Language::css, "css"},
    Named{Language::json, "json"},
    Named{Language::yaml, "yaml"},
    Named{Language::toml, "toml"},
    Named{Language::text, "text"},
};

constexpr auto kLanguages = [] {
  std::array<Language, kNames.size()> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = kNames[i].language;
  return out;
}();

}  // namespace

std::string_view to_string(Language language) {
  const auto* found = std::ranges::find(kNames, language, &Named::language);
  return found->name;
}

std::optional<Language> parse_language(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name, &Named::name);
  if (found == kNames.end()) return std::nullopt;
  return found->language;
}

std::span<const Language> all_languages() { return kLanguages; }

}  // namespace assay::core
