#include "fakes/plausible_review.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace assay::fakes {
namespace {

// A line matches when it holds `first`, one of `any` (when there are any) and none of `none`.
struct Pattern {
  std::string_view first;
  std::initializer_list<std::string_view> any;
  std::initializer_list<std::string_view> none;
  std::string_view category;
  std::string_view severity;
  std::string_view title;
  std::string_view detail;
  std::string_view advice;
  // The replacement of the line is the line with `from` turned into `to`.
  std::string_view from = {};
  std::string_view to = {};
};

const Pattern kPatterns[] = {
    {"eval(",
     {},
     {"literal_eval", ".eval()", "retrieval("},
     "security",
     "high",
     "Evaluates text as code",
     "Whoever controls this text runs code in this process.",
     "Parse the value instead of evaluating it."},
    {"exec(",
     {"request", "input", "argv", "cmd", "command", "body", "code"},
     {},
     "security",
     "high",
     "Runs a command built from input",
     "The argument reaches the system without a check.",
     "Pass a fixed program and an argument list."},
    {"shell=True",
     {},
     {},
     "security",
     "high",
     "Command goes through a shell",
     "With shell=True every metacharacter in the argument is interpreted.",
     "Pass a list and leave the shell out."},
    {"os.system(",
     {},
     {},
     "security",
     "high",
     "Command goes through a shell",
     "os.system hands the whole string to a shell.",
     "Use subprocess.run with a list."},
    {"pickle.load",
     {},
     {},
     "security",
     "high",
     "Unpickles untrusted data",
     "Unpickling runs code that the data names.",
     "Use a data format such as JSON."},
    {"yaml.load(",
     {},
     {"SafeLoader", "safe_load"},
     "security",
     "high",
     "Unsafe YAML loader",
     "The default loader can build arbitrary objects.",
     "Use yaml.safe_load.",
     "yaml.load(",
     "yaml.safe_load("},
    {"strcpy(",
     {},
     {},
     "security",
     "high",
     "Copy without a bound",
     "A source longer than the destination overwrites memory behind it.",
     "Copy at most the size of the destination."},
    {"gets(",
     {},
     {"fgets(", "targets(", "widgets("},
     "security",
     "high",
     "Reads without a bound",
     "gets can't know the size of the buffer.",
     "Use fgets with the size."},
    {"sprintf(",
     {},
     {"snprintf(", "vsnprintf("},
     "security",
     "med",
     "Formats without a bound",
     "The result can be longer than the buffer.",
     "Use snprintf and check its result."},
    {"innerHTML",
     {"=", "+="},
     {"textContent"},
     "security",
     "high",
     "Writes text as HTML",
     "Text from outside becomes markup here and can run scripts.",
     "Assign textContent."},
    {"document.write(",
     {},
     {},
     "security",
     "med",
     "Writes into the document as HTML",
     "The text is parsed as markup.",
     "Create the nodes."},
    {"SELECT ",
     {"\" +", "' +", "+ ", "%s\" %", "% ", "f\"", "f'", "${", ".format("},
     {"?"},
     "security",
     "high",
     "SQL built from strings",
     "A value inside the text changes the statement.",
     "Use a parameter for the value."},
    {"verify=False",
     {},
     {},
     "security",
     "high",
     "Certificate check is off",
     "Anyone on the path can read and change the traffic.",
     "Leave verification on.",
     "verify=False",
     "verify=True"},
    {"InsecureSkipVerify: true",
     {},
     {},
     "security",
     "high",
     "Certificate check is off",
     "Anyone on the path can read and change the traffic.",
     "Leave verification on."},
    {"md5",
     {"(", "."},
     {},
     "security",
     "med",
     "Weak hash",
     "MD5 does not resist collisions.",
     "Use SHA-256."},
    {"password",
     {"= \"", "= '", ": \"", "=\"", "='"},
     {"getenv", "environ", "process.env", "input("},
     "security",
     "high",
     "Password in the source",
     "Everyone who can read the code has the password.",
     "Read it from the environment or a secret store."},
    {"api_key",
     {"= \"", "= '", ": \"", "=\"", "='"},
     {"getenv", "environ", "process.env"},
     "security",
     "high",
     "Key in the source",
     "Everyone who can read the code has the key.",
     "Read it from the environment or a secret store."},
    {"Math.random()",
     {"token", "id", "key", "secret", "password"},
     {},
     "security",
     "med",
     "Predictable token",
     "Math.random can be predicted from earlier values.",
     "Use crypto.getRandomValues."},
    {"/ len(",
     {},
     {"if "},
     "correctness",
     "med",
     "Division by the length of a possibly empty list",
     "An empty list raises ZeroDivisionError here.",
     "Handle the empty list first."},
    {"/len(",
     {},
     {"if "},
     "correctness",
     "med",
     "Division by the length of a possibly empty list",
     "An empty list raises ZeroDivisionError here.",
     "Handle the empty list first."},
    {"def ",
     {"=[]", "={}", "= []", "= {}"},
     {},
     "correctness",
     "med",
     "Mutable default argument",
     "The default is made once and shared by all calls.",
     "Use None and make it inside."},
    {"except:",
     {},
     {},
     "correctness",
     "med",
     "Catches every exception",
     "Interrupts and bugs disappear here as well.",
     "Catch what can be handled."},
    {"except Exception",
     {"pass"},
     {},
     "correctness",
     "med",
     "Swallowed exception",
     "The failure leaves no trace.",
     "Handle it or let it rise."},
    {"catch",
     {"{}", "{ }"},
     {},
     "correctness",
     "med",
     "Swallowed exception",
     "The failure leaves no trace.",
     "Handle it or let it rise."},
    {"== None",
     {},
     {},
     "readability",
     "low",
     "Comparison with None by ==",
     "An overloaded == can lie here.",
     "Use `is None`.",
     "== None",
     "is None"},
    {".unwrap()",
     {},
     {},
     "correctness",
     "med",
     "Panics on an error",
     "An error value ends the program here.",
     "Return the error with `?`."},
    {"SELECT *",
     {},
     {},
     "performance",
     "low",
     "Reads every column",
     "More is read and sent than is used.",
     "Name the columns."},
    {"range(len(",
     {},
     {},
     "readability",
     "low",
     "Loop over an index",
     "The index only serves to reach the element.",
     "Loop over the list, with enumerate where the index is needed."},
    {"time.sleep(",
     {},
     {},
     "testability",
     "low",
     "Waits by sleeping",
     "A test has to wait as long.",
     "Inject the clock or wait for the event."},
    {"Thread.sleep(",
     {},
     {},
     "testability",
     "low",
     "Waits by sleeping",
     "A test has to wait as long.",
     "Inject the clock or wait for the event."},
    {"new Date()",
     {},
     {},
     "testability",
     "low",
     "Hidden clock",
     "The result depends on when it runs.",
     "Pass the time in."},
    {"datetime.now()",
     {},
     {},
     "testability",
     "low",
     "Hidden clock",
     "The result depends on when it runs.",
     "Pass the time in."},
    {"printStackTrace(",
     {},
     {},
     "maintainability",
     "low",
     "Error only printed",
     "The caller goes on as if nothing had happened.",
     "Log it with its context or rethrow it."},
    {"malloc(",
     {},
     {"if "},
     "correctness",
     "med",
     "Allocation without a check",
     "malloc can return a null pointer.",
     "Check the result before using it."},
    {"global ",
     {},
     {"//", "\""},
     "maintainability",
     "low",
     "Writes a global variable",
     "Every caller depends on the order of calls.",
     "Pass the value and return the new one."},
};

std::string_view cwe_of(std::string_view title) {
  static constexpr std::pair<std::string_view, std::string_view> kWeaknesses[] = {
      {"Evaluates text as code", "CWE-95"},
      {"Runs a command built from input", "CWE-78"},
      {"Command goes through a shell", "CWE-78"},
      {"Unpickles untrusted data", "CWE-502"},
      {"Unsafe YAML loader", "CWE-502"},
      {"Copy without a bound", "CWE-120"},
      {"Reads without a bound", "CWE-242"},
      {"Formats without a bound", "CWE-120"},
      {"Writes text as HTML", "CWE-79"},
      {"Writes into the document as HTML", "CWE-79"},
      {"SQL built from strings", "CWE-89"},
      {"Certificate check is off", "CWE-295"},
      {"Weak hash", "CWE-327"},
      {"Password in the source", "CWE-798"},
      {"Key in the source", "CWE-798"},
      {"Predictable token", "CWE-338"},
  };
  const auto found = std::find_if(std::begin(kWeaknesses), std::end(kWeaknesses),
                                  [&](const auto& row) { return row.first == title; });
  return found == std::end(kWeaknesses) ? std::string_view{} : found->second;
}

bool matches(std::string_view line, const Pattern& pattern) {
  if (line.find(pattern.first) == std::string_view::npos) return false;
  const auto holds = [&](std::string_view part) { return line.find(part) != std::string_view::npos; };
  if (pattern.any.size() != 0 && std::none_of(pattern.any.begin(), pattern.any.end(), holds)) return false;
  return std::none_of(pattern.none.begin(), pattern.none.end(), holds);
}

bool is_comment(std::string_view line) {
  const auto start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) return true;
  line.remove_prefix(start);
  return line.starts_with("#") || line.starts_with("//") || line.starts_with("*") || line.starts_with("/*");
}

std::size_t indent(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

bool is_loop(std::string_view line) {
  line.remove_prefix(indent(line));
  return line.starts_with("for ") || line.starts_with("for(") || line.starts_with("while ");
}

// FNV-1a: only has to spread.
std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

int rank(std::string_view severity) { return severity == "high" ? 2 : severity == "med" ? 1 : 0; }

FakeIssue make_issue(const Pattern& pattern, const CodeLine& line, std::uint64_t seed) {
  FakeIssue issue;
  issue.start_line = issue.end_line = line.number;
  issue.quote = line.text;
  issue.title = pattern.title;
  issue.detail = std::string(pattern.detail) + ' ' + std::string(pattern.advice);
  issue.category = pattern.category;
  issue.severity = pattern.severity;
  issue.cwe = cwe_of(pattern.title);
  if (const auto at = line.text.find(pattern.from); !pattern.from.empty() && at != std::string_view::npos) {
    issue.replacement = line.text;
    issue.replacement.replace(at, pattern.from.size(), pattern.to);
  }
  issue.confidence = static_cast<double>(60 + mix(seed ^ 0xcbf29ce484222325ULL, line.text) % 36) / 100.0;
  return issue;
}

void find_nested_loops(std::span<const CodeLine> code, std::uint64_t seed, std::vector<FakeIssue>& out) {
  static const Pattern kNested{
      "",
      {},
      {},
      "performance",
      "med",
      "Loop directly inside a loop",
      "The inner loop runs for every element of the outer one: quadratic in the input.",
      "Index the inner data once, before the outer loop."};
  for (std::size_t i = 1; i < code.size(); ++i) {
    const auto& [number, text] = code[i];
    if (!is_loop(text) || !is_loop(code[i - 1].text) || indent(text) <= indent(code[i - 1].text)) continue;
    auto issue = make_issue(kNested, code[i - 1], seed);
    issue.end_line = number;
    issue.quote += '\n';
    issue.quote += text;
    out.push_back(std::move(issue));
  }
}

bool has(const FakeReview& review, std::string_view category, std::string_view severity) {
  return std::any_of(review.issues.begin(), review.issues.end(), [&](const FakeIssue& issue) {
    return issue.category == category && issue.severity == severity;
  });
}

}  // namespace

FakeReview make_plausible_review(std::span<const CodeLine> code, std::uint64_t seed, std::size_t max_issues) {
  FakeReview review;
  for (const auto& line : code) {
    if (is_comment(line.text)) continue;
    for (const auto& pattern : kPatterns) {
      if (!matches(line.text, pattern)) continue;
      review.issues.push_back(make_issue(pattern, line, seed));
      break;
    }
  }
  find_nested_loops(code, seed, review.issues);
  std::stable_sort(review.issues.begin(), review.issues.end(), [](const FakeIssue& a, const FakeIssue& b) {
    return rank(a.severity) > rank(b.severity);
  });
  if (review.issues.size() > max_issues) review.issues.resize(max_issues);
  if (has(review, "security", "high"))
    review.advice.push_back("Check what comes from outside where it enters, in one place.");
  if (has(review, "correctness", "med"))
    review.advice.push_back("Write a test for each of the edge cases named above.");
  const auto high = std::count_if(review.issues.begin(), review.issues.end(),
                                  [](const FakeIssue& issue) { return issue.severity == "high"; });
  if (review.issues.empty()) {
    review.summary = "Nothing in these " + std::to_string(code.size()) + " lines stands out as a defect.";
  } else {
    review.summary = std::to_string(review.issues.size()) +
                     (review.issues.size() == 1 ? " finding in " : " findings in ") +
                     std::to_string(code.size()) + " lines, " + std::to_string(high) +
                     " of them severe; the first to look at: " + review.issues.front().title + ".";
  }
  return review;
}

}  // namespace assay::fakes
