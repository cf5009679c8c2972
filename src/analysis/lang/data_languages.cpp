#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

// Languages without functions of their own: comments are all that the shared passes need to know.
constexpr Shape kComments[] = {{"comment", Role::comment}, {"marginalia", Role::comment}};

constexpr LanguageTable kTables[] = {
    {.language = core::Language::sql, .grammar = "sql", .shapes = kComments, .has_functions = false},
    {.language = core::Language::html, .grammar = "html", .shapes = kComments, .has_functions = false},
    {.language = core::Language::css, .grammar = "css", .shapes = kComments, .has_functions = false},
    {.language = core::Language::json, .grammar = "json", .shapes = kComments, .has_functions = false},
    {.language = core::Language::yaml, .grammar = "yaml", .shapes = kComments, .has_functions = false},
    {.language = core::Language::toml, .grammar = "toml", .shapes = kComments, .has_functions = false},
    {.language = core::Language::text,
     .grammar = "toml",
     .shapes = {},
     .has_functions = false,
     .parsed = false},
};

}  // namespace

std::span<const LanguageTable> data_tables() { return kTables; }

}  // namespace assay::analysis
