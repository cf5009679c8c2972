#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"

namespace assay::core {

/// A comment in the code that takes findings out of sight: `# assay: ignore[py.sql-string] the table is
/// ours`. It is about its own line, or, where nothing else stands on that line, about the next line with
/// code.
struct Suppression {
  int line = 0;                    ///< of the comment, from 1
  int target = 0;                  ///< the line whose findings it is about
  std::vector<std::string> rules;  ///< rule ids; "py.*" stands for all that begin so; empty: every finding
  std::string reason;              ///< empty: none was given
};

/// All of them, in any language's comment syntax. Works on the text alone, so that it does for code that does
/// not parse; a comment sign has to stand before the words on their line. Linear in the text.
std::vector<Suppression> find_suppressions(std::string_view code);

/// The first one that is about the issue; null for none, and for an issue without lines.
const Suppression* suppression_of(const Issue& issue, const std::vector<Suppression>& all);

/// What a reader of the report is told: the reason and the comment's line, or that no reason was given.
std::string describe(const Suppression& suppression);

/// An id, or the beginning of one and "*".
bool matches_rule(std::string_view pattern, std::string_view rule_id);

}  // namespace assay::core
