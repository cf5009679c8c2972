#include "analysis/isolation/message.hpp"

#include "analysis/wire.hpp"

namespace assay::core {

// Found by argument-dependent lookup from the wire.
template <class Wire>
void exchange(Wire& wire, LineRange& r) {
  wire(r.start, r.end);
}
template <class Wire>
void exchange(Wire& wire, Suggestion& s) {
  wire(s.lines, s.replacement);
}
template <class Wire>
void exchange(Wire& wire, PathStep& s) {
  wire(s.line, s.note);
}
template <class Wire>
void exchange(Wire& wire, Issue& i) {
  wire(i.id, i.title, i.detail, i.severity, i.category, i.lines, i.path, i.quote, i.suggestion, i.sources,
       i.rule_id, i.cwe, i.confidence, i.agreement, i.fingerprint, i.trace);
}
template <class Wire>
void exchange(Wire& wire, CoverageRange& r) {
  wire(r.reviewer, r.path, r.lines, r.state, r.reason);
}
template <class Wire>
void exchange(Wire& wire, Coverage& c) {
  wire(c.ranges, c.notes);
}
template <class Wire>
void exchange(Wire& wire, FunctionMetrics& m) {
  wire(m.name, m.lines, m.cyclomatic, m.cognitive, m.length, m.nesting, m.parameters);
}
template <class Wire>
void exchange(Wire& wire, CodeMetrics& m) {
  wire(m.lines, m.sloc, m.comment_density, m.duplication, m.halstead_volume, m.maintainability, m.functions);
}
template <class Wire>
void exchange(Wire& wire, OutlineItem& i) {
  wire(i.kind, i.name, i.lines, i.signature);
}

}  // namespace assay::core

namespace assay::analysis {

template <class Wire>
void exchange(Wire& wire, ChildSetup& s) {
  auto parse_ms = static_cast<std::int64_t>(s.limits.parse.count());
  wire(s.limits.max_bytes, s.limits.max_line, parse_ms, s.cpu_seconds, s.memory_bytes, s.extra_rules,
       s.disabled, s.enabled);
  s.limits.parse = std::chrono::milliseconds(parse_ms);
}
template <class Wire>
void exchange(Wire& wire, ChildReady& r) {
  wire(r.missing);
}
template <class Wire>
void exchange(Wire& wire, Source& s) {
  wire(s.language, s.filename, s.code, s.outline_only);
}
template <class Wire>
void exchange(Wire& wire, AnalysisResult& r) {
  wire(r.language, r.issues, r.coverage, r.metrics, r.outline);
}

namespace {

template <class T>
std::string encode_any(T& value) {
  WireWriter writer;
  writer(value);
  return writer.take();
}

template <class T>
base::Result<T> decode_any(std::string_view bytes) {
  WireReader reader(bytes);
  T value;
  reader(value);
  if (!reader.ok() || !reader.at_end())
    return base::fail(base::Errc::corrupt, "a damaged message of the analysis process");
  return value;
}

}  // namespace

std::string encode(ChildSetup setup) { return encode_any(setup); }
std::string encode(ChildReady ready) { return encode_any(ready); }
std::string encode(Source source) { return encode_any(source); }
std::string encode(AnalysisResult result) { return encode_any(result); }
base::Result<ChildSetup> decode_setup(std::string_view bytes) { return decode_any<ChildSetup>(bytes); }
base::Result<ChildReady> decode_ready(std::string_view bytes) { return decode_any<ChildReady>(bytes); }
base::Result<Source> decode_source(std::string_view bytes) { return decode_any<Source>(bytes); }
base::Result<AnalysisResult> decode_result(std::string_view bytes) {
  return decode_any<AnalysisResult>(bytes);
}

}  // namespace assay::analysis
