#include "analysis/syntax/grammar.hpp"

#include <tree_sitter/api.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

extern "C" {
const TSLanguage* tree_sitter_bash();
const TSLanguage* tree_sitter_c();
const TSLanguage* tree_sitter_c_sharp();
const TSLanguage* tree_sitter_cpp();
const TSLanguage* tree_sitter_css();
const TSLanguage* tree_sitter_go();
const TSLanguage* tree_sitter_html();
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_json();
const TSLanguage* tree_sitter_kotlin();
const TSLanguage* tree_sitter_lua();
const TSLanguage* tree_sitter_php();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_ruby();
const TSLanguage* tree_sitter_rust();
const TSLanguage* tree_sitter_scala();
const TSLanguage* tree_sitter_sql();
const TSLanguage* tree_sitter_swift();
const TSLanguage* tree_sitter_toml();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
const TSLanguage* tree_sitter_yaml();
}

namespace assay::analysis {
namespace {

using Factory = const TSLanguage* (*)();

constexpr std::array<std::string_view, 23> kNames = {
    "bash",       "c",    "cpp",    "csharp", "css", "go",         "html", "java",
    "javascript", "json", "kotlin", "lua",    "php", "python",     "ruby", "rust",
    "scala",      "sql",  "swift",  "toml",   "tsx", "typescript", "yaml"};
constexpr std::array<Factory, 23> kFactories = {
    tree_sitter_bash,   tree_sitter_c,          tree_sitter_cpp,  tree_sitter_c_sharp,    tree_sitter_css,
    tree_sitter_go,     tree_sitter_html,       tree_sitter_java, tree_sitter_javascript, tree_sitter_json,
    tree_sitter_kotlin, tree_sitter_lua,        tree_sitter_php,  tree_sitter_python,     tree_sitter_ruby,
    tree_sitter_rust,   tree_sitter_scala,      tree_sitter_sql,  tree_sitter_swift,      tree_sitter_toml,
    tree_sitter_tsx,    tree_sitter_typescript, tree_sitter_yaml};

const TSLanguage* language_of(const void* raw) { return static_cast<const TSLanguage*>(raw); }

}  // namespace

Grammar::Grammar(std::string_view name, const void* raw) : name_(name), raw_(raw) {
  const TSLanguage* language = language_of(raw);
  const std::uint32_t kinds = ts_language_symbol_count(language);
  kind_names_.reserve(kinds);
  for (std::uint32_t i = 0; i < kinds; ++i) {
    const char* text = ts_language_symbol_name(language, static_cast<TSSymbol>(i));
    kind_names_.emplace_back(text == nullptr ? "" : text);
  }
  const std::uint32_t fields = ts_language_field_count(language);
  field_names_.emplace_back("");
  for (std::uint32_t i = 1; i <= fields; ++i) {
    field_names_.emplace_back(ts_language_field_name_for_id(language, static_cast<TSFieldId>(i)));
  }
}

const Grammar* Grammar::find(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return nullptr;
  const auto index = static_cast<std::size_t>(found - kNames.begin());
  static std::array<std::once_flag, kNames.size()> once;
  static std::array<std::unique_ptr<const Grammar>, kNames.size()> grammars;
  std::call_once(once[index],
                 [index] { grammars[index].reset(new Grammar(kNames[index], kFactories[index]())); });
  return grammars[index].get();
}

std::span<const std::string_view> Grammar::names() { return kNames; }

std::string_view Grammar::kind_name(KindId kind) const {
  if (kind == kErrorKind) return "ERROR";
  return kind < kind_names_.size() ? kind_names_[kind] : std::string_view{};
}

KindId Grammar::kind(std::string_view kind_name, bool named) const {
  if (named && kind_name == "ERROR") return kErrorKind;
  const TSSymbol symbol = ts_language_symbol_for_name(language_of(raw_), kind_name.data(),
                                                      static_cast<std::uint32_t>(kind_name.size()), named);
  return symbol == 0 ? kNoKind : symbol;
}

FieldId Grammar::field(std::string_view field_name) const {
  return ts_language_field_id_for_name(language_of(raw_), field_name.data(),
                                       static_cast<std::uint32_t>(field_name.size()));
}

std::string_view Grammar::field_name(FieldId field) const {
  return field < field_names_.size() ? field_names_[field] : std::string_view{};
}

}  // namespace assay::analysis
