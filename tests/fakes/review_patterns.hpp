#pragma once
#include <initializer_list>
#include <span>
#include <string_view>

namespace assay::fakes {

/// A line matches when it holds `first`, one of `any` (when there are any) and none of `none`.
struct ReviewPattern {
  std::string_view first;
  std::initializer_list<std::string_view> any;
  std::initializer_list<std::string_view> none;
  std::string_view category;
  std::string_view severity;
  std::string_view title;
  std::string_view detail;
  std::string_view advice;
  /// The replacement of the line is the line with `from` turned into `to`.
  std::string_view from = {};
  std::string_view to = {};
};

/// What the fake model knows; the first that matches a line counts.
std::span<const ReviewPattern> review_patterns();
/// "CWE-89" for the title of a pattern; empty: none.
std::string_view cwe_of(std::string_view title);

}  // namespace assay::fakes
