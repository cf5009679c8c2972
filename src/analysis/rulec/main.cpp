// The tool of who writes rules, and of the build.
//
//   assay_rulec compile RULES OUTPUT.cpp     checks all rules and writes the table that is linked into the
//   binary assay_rulec test RULES [ID-PREFIX]       checks the rules and runs their examples, straight from
//   the YAML assay_rulec run RULES FILE...            what the rules find in files assay_rulec docs RULES
//   OUTPUT.md         writes docs/rules.md assay_rulec tree LANGUAGE FILE           the syntax tree, to write
//   queries by ("-" reads standard input)
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "analysis/engine.hpp"
#include "analysis/rule_docs.hpp"
#include "analysis/rule_tests.hpp"
#include "analysis/rules/rule_codec.hpp"
#include "analysis/rules/rule_yaml.hpp"
#include "analysis/ruleset/rule_set.hpp"

namespace {

using namespace assay::analysis;

/// A C++ string literal, broken into lines. Octal escapes have three digits, so that a digit can follow.
void write_literal(std::ofstream& out, const std::string& bytes) {
  out << "\"";
  int column = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '?') {
      out << c;
      ++column;
    } else {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\%03o", static_cast<unsigned>(byte));
      out << escaped;
      column += 4;
    }
    if (column > 100) {
      out << "\"\n     \"";
      column = 0;
    }
  }
  out << "\"";
}

std::string read(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The rules of a folder; what is wrong with them goes to standard error and `good` becomes false. Without
/// `strict` mistakes are found that stop a rule from working, and not all of them: those take seconds.
std::vector<Rule> load(const char* folder, const std::string& prefix, bool& good, bool strict = true) {
  LoadedRules loaded = load_rules(folder);
  std::erase_if(loaded.rules, [&prefix](const Rule& rule) { return !rule.id.starts_with(prefix); });
  for (const Rule& rule : loaded.rules) {
    for (const std::string& problem : RuleSet::check(rule, strict))
      loaded.errors.push_back(rule.id + ": " + problem);
    if (rule.classes.empty()) loaded.errors.push_back(rule.id + ": class: every built-in rule needs one");
    if (rule.bad.empty()) loaded.errors.push_back(rule.id + ": tests: bad: every built-in rule needs one");
    if (rule.ok.empty()) loaded.errors.push_back(rule.id + ": tests: ok: every built-in rule needs one");
  }
  for (const std::string& error : loaded.errors) std::fprintf(stderr, "%s\n", error.c_str());
  good = loaded.errors.empty();
  return std::move(loaded.rules);
}

int compile(const char* folder, const char* output) {
  bool good = false;
  const std::vector<Rule> rules = load(folder, "", good);
  if (!good) return 1;
  std::ofstream out(output, std::ios::binary);
  out << "// Written by assay_rulec from the rules folder. Do not edit.\n"
         "#include \"analysis/ruleset/builtin_rules.hpp\"\n\n"
         "namespace assay::analysis {\nnamespace {\n\n"
         "constexpr std::string_view kRules[] = {\n";
  for (const Rule& rule : rules) {
    const std::string bytes = encode_rules({rule});
    out << "    // " << rule.id << "\n    {";
    write_literal(out, bytes);
    out << ", " << bytes.size() << "},\n";
  }
  out << "};\n\n}  // namespace\n\n"
         "std::span<const std::string_view> builtin_rule_table() { return kRules; }\n"
         "std::string_view builtin_rules_hash() { return \""
      << RuleSet(rules).hash()
      << "\"; }\n\n"
         "}  // namespace assay::analysis\n";
  out.close();
  if (out) return 0;
  std::fprintf(stderr, "%s can't be written\n", output);
  return 1;
}

int test(const char* folder, const char* prefix) {
  bool good = false;
  const auto rules = std::make_shared<const RuleSet>(load(folder, prefix, good));
  int failed = 0;
  const std::vector<RuleTestResult> results = run_rule_tests(rules);
  for (const RuleTestResult& result : results) {
    if (result.passed) continue;
    ++failed;
    std::printf("FAILED %s (%s) %s[%zu]: %s\n", result.rule_id.c_str(),
                std::string(to_string(result.language)).c_str(), result.bad ? "bad" : "ok", result.index,
                result.message.c_str());
  }
  std::printf("%zu rules, %zu examples, %d failed\n", rules->rules().size(), results.size(), failed);
  return failed == 0 && good ? 0 : 1;
}

int run(const char* folder, int count, char** files) {
  bool good = false;
  const Engine engine(std::make_shared<const RuleSet>(load(folder, "", good, false)));
  for (int i = 0; i < count; ++i) {
    const AnalysisResult result =
        engine.analyse({assay::core::Language::automatic, files[i], read(files[i])});
    for (const std::string& note : result.coverage.notes) std::printf("%s: %s\n", files[i], note.c_str());
    for (const assay::core::Issue& issue : result.issues) {
      std::printf("%s:%d: %s/%s %.2f %s [%s]\n", files[i], issue.lines->start,
                  std::string(to_string(issue.severity)).c_str(),
                  std::string(to_string(issue.category)).c_str(), issue.confidence, issue.title.c_str(),
                  issue.rule_id.c_str());
      for (const assay::core::PathStep& step : issue.trace)
        std::printf("    line %d: %s\n", step.line, step.note.c_str());
    }
  }
  return good ? 0 : 1;
}

int docs(const char* folder, const char* output) {
  bool good = false;
  const std::vector<Rule> rules = load(folder, "", good, false);
  if (!good) return 1;
  std::ofstream out(output, std::ios::binary);
  out << rules_markdown(rules);
  out.close();
  if (out) return 0;
  std::fprintf(stderr, "%s can't be written\n", output);
  return 1;
}

int tree(const char* name, const char* path) {
  const std::string code = read(path);
  const Grammar* grammar = Grammar::find(name);
  auto parsed =
      grammar == nullptr
          ? assay::base::Result<Tree>(assay::base::fail(assay::base::Errc::not_found, "no such grammar"))
          : Tree::parse(*grammar, code, std::chrono::seconds(10));
  if (!parsed) {
    std::fprintf(stderr, "%s\n", parsed.error().message.c_str());
    return 1;
  }
  int depth = 0;
  std::vector<NodeId> ends;
  for (NodeId n = 0; n < parsed->size(); ++n) {
    while (!ends.empty() && n >= ends.back()) {
      ends.pop_back();
      --depth;
    }
    const std::string field(grammar->field_name(parsed->field(n)));
    const std::string kind(parsed->kind_name(n));
    std::printf("%*s%s%s%s%s%s", 2 * depth, "", field.c_str(), field.empty() ? "" : ": ",
                parsed->is_named(n) ? "(" : "\"", kind.c_str(), parsed->is_named(n) ? ")" : "\"");
    if (parsed->is_missing(n)) std::printf(" MISSING");
    if (parsed->first_child(n) == kNone && parsed->is_named(n))
      std::printf("  %s", std::string(parsed->text(n)).c_str());
    std::printf("\n");
    ends.push_back(parsed->subtree_end(n));
    ++depth;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "compile" && argc == 4) return compile(argv[2], argv[3]);
  if (command == "test" && (argc == 3 || argc == 4)) return test(argv[2], argc == 4 ? argv[3] : "");
  if (command == "run" && argc > 3) return run(argv[2], argc - 3, argv + 3);
  if (command == "docs" && argc == 4) return docs(argv[2], argv[3]);
  if (command == "tree" && argc == 4) return tree(argv[2], argv[3]);
  std::fprintf(stderr,
               "usage: assay_rulec compile RULES OUTPUT.cpp | test RULES [ID-PREFIX] | run RULES FILE... | "
               "docs RULES OUTPUT.md | tree LANGUAGE FILE\n");
  return 2;
}
