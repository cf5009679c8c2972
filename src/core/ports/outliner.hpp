#pragma once
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"

namespace assay::core {

/// A declaration that code is made of.
struct OutlineItem {
  enum class Kind : std::uint8_t { import, type, function };
  Kind kind = Kind::function;
  std::string name;     ///< empty for an import
  LineRange lines;      ///< of the whole declaration
  LineRange signature;  ///< the lines before its body
  bool operator==(const OutlineItem&) const = default;
};

/// Imports, types and functions in order of their first lines; inner ones behind the one that holds them.
/// Empty for a language without a grammar and for what can't be parsed.
using CodeOutline = std::vector<OutlineItem>;

/// Says where functions and types begin and end, so that code is cut between them and not inside.
class Outliner {
 public:
  virtual ~Outliner() = default;
  /// Never fails: what can't be outlined has an empty outline. On the io_context of its reviewers.
  virtual base::Task<CodeOutline> outline(Language language, std::string filename, std::string code,
                                          std::stop_token stop) = 0;
};

}  // namespace assay::core
