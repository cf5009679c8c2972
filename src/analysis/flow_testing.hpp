#pragma once
#include <memory>
#include <set>
#include <string>

#include "analysis/engine.hpp"
#include "analysis/rules/rule_yaml.hpp"
#include "analysis/ruleset/rule_set.hpp"

namespace assay::analysis {

/// A program in which source() gives data from outside, clean() makes it harmless and sink() is harmed by it.
/// The lines on which something has to be found hold the word HIT.
struct FlowCase {
  const char* name;
  core::Language language;
  const char* code;
};

inline std::string numbers(const std::set<int>& lines) {
  std::string text;
  for (const int line : lines) text += (text.empty() ? "" : " ") + std::to_string(line);
  return text.empty() ? "none" : text;
}

/// The issues of the one rule that FlowCase speaks of.
inline std::vector<core::Issue> flow_issues(core::Language language, const std::string& code) {
  static const auto rules = [] {
    auto rule = parse_rule(R"(
id: test.flow
languages: [python, javascript, typescript, java, go, c, cpp, csharp, php, ruby, rust]
severity: high
category: security
confidence: 0.8
message: "{source}"
taint:
  sources:
    - {resolve: "(^|[.])source$", note: data from outside}
    - {resolve: "(^|[.])entries\\b", note: data from outside}
    - {resolve: "(^|[.])fill$", out: [0], note: filled from outside}
    - {parameter: "(^|[^a-z])tainted\\b", note: tainted parameter}
    - {parameter_of: "@path[(]", unless: "<int:{name}>", note: tainted parameter}
  sanitizers:
    - "(^|[.])clean$"
    - {resolve: "(^|[.])convert$", with: "SAFELY"}
  guards:
    - {resolve: "(^|[.])(startsWith|startswith)$"}
    - {resolve: "(^|[.])(contains|includes|indexOf)$", when: false, literal: "[.][.]"}
    - {resolve: "[.](netloc|scheme)$", when: false}
    - {resolve: "[.](netloc|indexOf)$", compared: true}
    - {resolve: "[.]parents$"}
  sinks:
    - {resolve: "(^|[.])sink!?$"}
)",
                           {});
    std::vector<Rule> list;
    if (rule) list.push_back(std::move(*rule));
    return std::make_shared<const RuleSet>(std::move(list));
  }();
  static const Engine engine(rules);
  return engine.analyse({language, "", code}).issues;
}

/// Empty if exactly the lines with HIT were found, else what was found instead.
inline std::string flow_difference(const FlowCase& one) {
  const std::string code = one.code;
  std::set<int> expected;
  int line = 1;
  for (std::size_t at = 0; at < code.size(); ++line) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    if (code.substr(at, end - at).find("HIT") != std::string::npos) expected.insert(line);
    at = end + 1;
  }
  std::set<int> found;
  for (const core::Issue& issue : flow_issues(one.language, code)) found.insert(issue.lines->start);
  if (found == expected) return {};
  return "found " + numbers(found) + ", not " + numbers(expected) + " in" + code;
}

/// The case's name as gtest wants it.
inline std::string case_name(const FlowCase& one) {
  std::string name = std::string(to_string(one.language)) + "_" + one.name;
  for (char& c : name) {
    if (c == ' ' || c == '-') c = '_';
  }
  return name;
}

}  // namespace assay::analysis
