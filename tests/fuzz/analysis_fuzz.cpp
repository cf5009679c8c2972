// Any bytes as code in any language, with every rule, in this process: what crashes here is instrumented. The
// first byte chooses the language.
#include <cstdint>
#include <cstdlib>

#include "analysis/engine.hpp"
#include "analysis/ruleset/builtin_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  if (size == 0) return 0;
  static const analysis::Engine engine(analysis::builtin_rules());
  const auto languages = core::all_languages();
  const core::Language language = languages[data[0] % languages.size()];
  const std::string code(reinterpret_cast<const char*>(data) + 1, size - 1);
  const analysis::AnalysisResult result = engine.analyse({language, "input", code});
  if (result.language == core::Language::automatic) std::abort();
  for (const core::Issue& issue : result.issues) {
    if (!issue.lines || issue.lines->start < 1 || issue.lines->end < issue.lines->start) std::abort();
  }
  return 0;
}
