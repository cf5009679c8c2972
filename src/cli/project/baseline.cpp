#include "cli/project/baseline.hpp"

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

namespace assay::cli {
namespace {

constexpr std::int64_t kVersion = 1;

}  // namespace

base::Result<Baseline> Baseline::parse(std::string_view json) {
  const auto document = base::JsonDocument::parse(json);
  if (!document) return base::fail(base::Errc::invalid_argument, "no JSON: " + document.error().message);
  const auto version = document->root().find("version");
  if (!version || version->as_int() != kVersion)
    return base::fail(base::Errc::invalid_argument, "no baseline of version " + std::to_string(kVersion));
  const auto findings = document->root().find("findings");
  if (!findings || findings->type() != base::JsonType::array)
    return base::fail(base::Errc::invalid_argument, "a baseline has a list \"findings\"");
  Baseline out;
  for (const auto& item : findings->items()) {
    const auto fingerprint = item.find("fingerprint");
    const auto text = fingerprint ? fingerprint->as_string() : std::nullopt;
    if (!text || text->empty())
      return base::fail(base::Errc::invalid_argument, "each of \"findings\" needs a \"fingerprint\"");
    out.fingerprints_.emplace(*text);
  }
  return out;
}

void BaselineWriter::add(const core::Issue& issue, std::string_view path) {
  if (issue.fingerprint.empty()) return;
  entries_.insert({std::string{path}, issue.rule_id, issue.title, issue.fingerprint});
}

std::string BaselineWriter::json() const {
  // One finding a line, so that a review of a changed baseline shows what was added.
  std::string out = "{\"version\":" + std::to_string(kVersion) + ",\n \"findings\":[";
  bool first = true;
  for (const Entry& entry : entries_) {
    out += first ? "\n  " : ",\n  ";
    first = false;
    base::JsonWriter json{out};
    json.begin_object()
        .field("path", entry.path)
        .field("rule", entry.rule)
        .field("title", entry.title)
        .field("fingerprint", entry.fingerprint)
        .end_object();
  }
  return out + "\n ]}\n";
}

}  // namespace assay::cli
