#pragma once
#include <string>
#include <string_view>

namespace assay::analysis {

/// C and C++ with the macros that stand between `class` and its name, or behind the name, blanked:
/// `class API_EXPORT Pool : public Base {`, `struct PACKED header {`, `class Pool API_FINAL : public Base {`.
/// A parser that does not know them takes such a class for a function and its members for local variables.
/// The text keeps its length and its lines; it is empty where nothing had to be blanked.
std::string without_annotations(std::string_view text);

}  // namespace assay::analysis
