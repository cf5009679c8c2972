#include "analysis/engine.hpp"

#include <optional>

#include "analysis/lang/fragment.hpp"
#include "analysis/language_detect.hpp"
#include "analysis/metrics/metrics.hpp"
#include "analysis/metrics/outline.hpp"
#include "base/utf8.hpp"

namespace assay::analysis {
namespace {

constexpr const char* kReviewer = "static";

core::CoverageRange range(const Source& source, std::uint32_t first, std::uint32_t last,
                          core::CoverageState state, std::string reason) {
  return {kReviewer,
          source.filename,
          {static_cast<int>(first), static_cast<int>(last)},
          state,
          std::move(reason)};
}

/// The lines of parts that did not parse are named; everything else was reviewed.
void cover(AnalysisResult& result, const Source& source, const Tree& tree) {
  const std::uint32_t lines = tree.lines().line_count();
  std::uint32_t next = 1;
  const auto reviewed_until = [&](std::uint32_t end) {
    if (end >= next)
      result.coverage.ranges.push_back(range(source, next, end, core::CoverageState::reviewed, ""));
  };
  for (NodeId n = 0; n < tree.size();) {
    if (!tree.has_error(n)) {
      n = tree.subtree_end(n);
      continue;
    }
    if (!tree.is_error(n)) {
      ++n;
      continue;
    }
    const std::uint32_t first = std::max(tree.start_line(n), next);
    const std::uint32_t last = tree.end_line(n);
    if (last >= first && tree.text(n).size() > 3) {
      if (first > 1) reviewed_until(first - 1);
      result.coverage.ranges.push_back(
          range(source, first, last, core::CoverageState::skipped,
                "could not be parsed as " + std::string(to_string(result.language))));
      next = last + 1;
    }
    n = tree.subtree_end(n);
  }
  reviewed_until(lines);
}

}  // namespace

AnalysisResult skipped(const Source& source, std::string reason) {
  AnalysisResult result;
  result.language = source.language == core::Language::automatic ? core::Language::text : source.language;
  const LineIndex lines(source.code);
  result.coverage.ranges.push_back(
      range(source, 1, lines.line_count(), core::CoverageState::skipped, reason));
  result.coverage.notes.push_back("static analysis skipped this text: " + std::move(reason));
  return result;
}

Engine::Engine(std::shared_ptr<const RuleSet> rules, Limits limits)
    : rules_(std::move(rules)), limits_(limits) {}

AnalysisResult Engine::analyse(const Source& source, const Rule* only) const {
  if (source.code.size() > limits_.max_bytes) {
    return skipped(source, "it is larger than " + std::to_string(limits_.max_bytes) + " bytes");
  }
  if (source.code.find('\0') != std::string::npos)
    return skipped(source, "it has NUL bytes, so it is no source code");
  if (LineIndex(source.code).longest_line() > limits_.max_line) {
    return skipped(source, "it has a line of more than " + std::to_string(limits_.max_line) +
                               " bytes, as minified code and data have");
  }
  core::Language language = source.language;
  bool sure = true;
  if (language == core::Language::automatic) {
    const DetectedLanguage detected = detect_language(source.filename, source.code);
    language = detected.language;
    sure = detected.sure;
  }
  AnalysisResult result;
  result.language = language;
  const Model* model = Model::find(language, source.filename.ends_with(".tsx"));
  if (model == nullptr) return skipped(source, "there is no grammar for " + std::string(to_string(language)));
  auto parsed = model->table().parsed ? Tree::parse(model->grammar(), source.code, limits_.parse)
                                      : base::Result<Tree>(Tree::unparsed(model->grammar(), source.code));
  if (!parsed) return skipped(source, parsed.error().message);
  if (source.outline_only) {
    result.outline = outline_of(*parsed, *model);
    return result;
  }
  const std::optional<Tree> fragment = parse_fragment(*model, *parsed, limits_.parse / 10);
  const Tree& tree = fragment ? *fragment : *parsed;
  if (fragment) {
    result.coverage.notes.emplace_back("the text is no whole file; it was read as a part cut out of one");
  }
  cover(result, source, tree);
  if (!base::is_valid_utf8(source.code)) {
    result.coverage.notes.emplace_back("the text is not valid UTF-8; it was analysed as bytes");
  }
  if (!model->table().parsed) {
    result.coverage.notes.emplace_back("plain text: only the rules for every language were applied");
  }
  const Names names(tree, *model);
  const FileView file{tree, *model, names, source.filename, sure, &*parsed};
  const core::CodeMetrics metrics = code_metrics(*parsed, *model);
  Findings findings(file);
  rules_->run(file, metrics, findings, only);
  result.issues = findings.take();
  for (const std::string& note : findings.notes()) result.coverage.notes.push_back(note);
  if (model->table().parsed) result.metrics = metrics;
  return result;
}

}  // namespace assay::analysis
