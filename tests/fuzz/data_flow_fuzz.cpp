// Whatever the code is: data flow ends in bounded time and reports only lines that exist. The first byte
// chooses the language.
#include <cstdlib>
#include <string>

#include "analysis/engine.hpp"
#include "analysis/ruleset/builtin_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assay;
  static const analysis::Engine engine(analysis::builtin_rules());
  if (size < 2 || size > 20'000) return 0;
  static constexpr core::Language kLanguages[] = {
      core::Language::python, core::Language::javascript, core::Language::typescript, core::Language::java,
      core::Language::go,     core::Language::c,          core::Language::cpp,        core::Language::csharp,
      core::Language::php,    core::Language::ruby,       core::Language::rust};
  analysis::Source source;
  source.language = kLanguages[data[0] % std::size(kLanguages)];
  source.code.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  const analysis::AnalysisResult result = engine.analyse(source);
  const int lines = static_cast<int>(analysis::LineIndex(source.code).line_count());
  for (const core::Issue& issue : result.issues) {
    if (!issue.lines || issue.lines->start < 1 || issue.lines->end > lines) std::abort();
    for (const core::PathStep& step : issue.trace) {
      if (step.line < 1 || step.line > lines) std::abort();
    }
  }
  return 0;
}
