#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay::llm {

/// A model's quote without what is surely not part of the code: printed line numbers ("12| "), fences, white
/// space around it.
std::string clean_quote(std::string_view quote);
/// What a quote can also have meant, where it is not found as it stands: with escapes (`\\n`, `\\"`) and HTML
/// entities read, without line numbers in other styles and without the marks of a diff. Most likely first,
/// each cleaned; without those that change nothing.
std::vector<std::string> other_readings(std::string_view quote);

/// One character of the text in the form that folding gives it, and how many bytes it took: quote marks of
/// all kinds become ', dashes become -, the ellipsis becomes "...", no-break and other Unicode spaces become
/// a space; other characters stay.
struct Folded {
  std::string_view text;
  std::size_t bytes = 1;
};
Folded fold_at(std::string_view text, std::size_t at);

}  // namespace assay::llm
