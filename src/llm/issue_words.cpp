// The words that models use for severities and categories.
#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "llm/draft_issue.hpp"

namespace assay::llm {
namespace {

using core::Category;
using core::Severity;

constexpr std::pair<std::string_view, Severity> kSeverities[] = {
    {"high", Severity::high},         {"critical", Severity::high},  {"blocker", Severity::high},
    {"severe", Severity::high},       {"major", Severity::high},     {"error", Severity::high},
    {"fatal", Severity::high},        {"urgent", Severity::high},    {"serious", Severity::high},
    {"veryhigh", Severity::high},     {"med", Severity::med},        {"medium", Severity::med},
    {"moderate", Severity::med},      {"warning", Severity::med},    {"warn", Severity::med},
    {"important", Severity::med},     {"normal", Severity::med},     {"low", Severity::low},
    {"minor", Severity::low},         {"info", Severity::low},       {"information", Severity::low},
    {"informational", Severity::low}, {"note", Severity::low},       {"notice", Severity::low},
    {"hint", Severity::low},          {"trivial", Severity::low},    {"nit", Severity::low},
    {"nitpick", Severity::low},       {"suggestion", Severity::low}, {"style", Severity::low},
    {"verylow", Severity::low},       {"negligible", Severity::low},
};

constexpr std::pair<std::string_view, Category> kCategories[] = {
    {"correctness", Category::correctness},
    {"bug", Category::correctness},
    {"bugs", Category::correctness},
    {"logic", Category::correctness},
    {"logicerror", Category::correctness},
    {"functional", Category::correctness},
    {"functionality", Category::correctness},
    {"reliability", Category::correctness},
    {"robustness", Category::correctness},
    {"errorhandling", Category::correctness},
    {"error", Category::correctness},
    {"edgecase", Category::correctness},
    {"edgecases", Category::correctness},
    {"concurrency", Category::correctness},
    {"racecondition", Category::correctness},
    {"memory", Category::correctness},
    {"memorysafety", Category::security},
    {"validation", Category::correctness},
    {"inputvalidation", Category::security},
    {"security", Category::security},
    {"vulnerability", Category::security},
    {"vuln", Category::security},
    {"injection", Category::security},
    {"safety", Category::security},
    {"privacy", Category::security},
    {"secrets", Category::security},
    {"authentication", Category::security},
    {"authorization", Category::security},
    {"performance", Category::performance},
    {"perf", Category::performance},
    {"efficiency", Category::performance},
    {"speed", Category::performance},
    {"optimization", Category::performance},
    {"optimisation", Category::performance},
    {"scalability", Category::performance},
    {"resource", Category::performance},
    {"resources", Category::performance},
    {"readability", Category::readability},
    {"style", Category::readability},
    {"codestyle", Category::readability},
    {"naming", Category::readability},
    {"formatting", Category::readability},
    {"clarity", Category::readability},
    {"documentation", Category::readability},
    {"convention", Category::readability},
    {"maintainability", Category::maintainability},
    {"design", Category::maintainability},
    {"architecture", Category::maintainability},
    {"structure", Category::maintainability},
    {"duplication", Category::maintainability},
    {"complexity", Category::maintainability},
    {"refactoring", Category::maintainability},
    {"codesmell", Category::maintainability},
    {"codequality", Category::maintainability},
    {"bestpractice", Category::maintainability},
    {"bestpractices", Category::maintainability},
    {"testability", Category::testability},
    {"testing", Category::testability},
    {"tests", Category::testability},
    {"test", Category::testability},
};

// Lower-case letters only: "Error-Handling" and "error handling" are one word.
std::string letters(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const auto lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (lower >= 'a' && lower <= 'z') out += lower;
  }
  return out;
}

template <class Table>
auto find_word(const Table& table, std::string_view word) -> decltype(&std::begin(table)->second) {
  const auto found =
      std::find_if(std::begin(table), std::end(table), [&](const auto& row) { return row.first == word; });
  return found == std::end(table) ? nullptr : &found->second;
}

// The whole text, else its first known part: "Security / Injection", "bug, performance".
template <class Table>
auto find_text(const Table& table, std::string_view text) -> decltype(&std::begin(table)->second) {
  if (text.size() > 64) return nullptr;
  if (const auto* found = find_word(table, letters(text))) return found;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("/,|;:&(. -_"), text.size());
    if (const auto* found = find_word(table, letters(text.substr(0, end)))) return found;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return nullptr;
}

}  // namespace

std::optional<Severity> severity_of_word(std::string_view word) {
  const auto* found = find_text(kSeverities, word);
  return found ? std::optional(*found) : std::nullopt;
}

std::optional<Category> category_of_word(std::string_view word) {
  const auto* found = find_text(kCategories, word);
  return found ? std::optional(*found) : std::nullopt;
}

}  // namespace assay::llm
