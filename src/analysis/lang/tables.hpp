#pragma once
#include <span>

#include "analysis/lang/shape.hpp"

namespace assay::analysis {

// One file per language (or family); Model::find is how everybody else gets at them.
const LanguageTable& python_table();
const LanguageTable& javascript_table();
const LanguageTable& typescript_table();
const LanguageTable& tsx_table();
const LanguageTable& java_table();
const LanguageTable& go_table();
const LanguageTable& c_table();
const LanguageTable& cpp_table();
const LanguageTable& csharp_table();
const LanguageTable& php_table();
const LanguageTable& ruby_table();
const LanguageTable& rust_table();
const LanguageTable& kotlin_table();
const LanguageTable& swift_table();
const LanguageTable& scala_table();
const LanguageTable& lua_table();
const LanguageTable& bash_table();
std::span<const LanguageTable> data_tables();

}  // namespace assay::analysis
