#include "analysis/rules/test_code.hpp"

#include <algorithm>

namespace assay::analysis {
namespace {

bool has_folder(std::string_view filename, std::string_view folder) {
  const std::size_t at = filename.find(folder);
  return at == 0 || (at != std::string_view::npos && filename[at - 1] == '/');
}

bool imports_a_framework(const Names& names) {
  const auto& imports = names.imports();
  return std::any_of(imports.begin(), imports.end(), [](const Imported& one) {
    return one.qualified.starts_with("org.junit") || one.qualified.starts_with("junit.framework") ||
           one.qualified.starts_with("org.testng");
  });
}

}  // namespace

Purpose purpose_of(const FileView& file) {
  switch (file.model.language()) {
    case core::Language::go:
      if (has_folder(file.filename, "testdata/")) return Purpose::fixture;
      return file.filename.ends_with("_test.go") ? Purpose::test : Purpose::product;
    case core::Language::java:
      return has_folder(file.filename, "src/test/") || imports_a_framework(file.names) ? Purpose::test
                                                                                       : Purpose::product;
    default:
      return Purpose::product;
  }
}

bool matters(const Rule& rule, Purpose purpose) {
  if (purpose == Purpose::product ||
      std::find(rule.classes.begin(), rule.classes.end(), "secret") != rule.classes.end())
    return true;
  if (purpose == Purpose::fixture) return false;
  return rule.category != core::Category::security && rule.category != core::Category::performance;
}

}  // namespace assay::analysis
