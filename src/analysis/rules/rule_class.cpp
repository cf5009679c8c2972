#include "analysis/rules/rule_class.hpp"

#include <algorithm>
#include <array>

namespace assay::analysis {
namespace {

constexpr std::string_view kInput = "Injection and untrusted input";
constexpr std::string_view kSecrets = "Secrets, cryptography and configuration";
constexpr std::string_view kMemory = "Memory";
constexpr std::string_view kBugs = "Bugs";
constexpr std::string_view kPerformance = "Performance";
constexpr std::string_view kReading = "Readability and maintenance";
constexpr std::string_view kTesting = "Testability";

constexpr std::array kRuleClasses = {
    RuleClass{"sql-injection", "SQL injection", kInput},
    RuleClass{"command-injection", "Shell and command injection", kInput},
    RuleClass{"code-injection", "Code injection", kInput},
    RuleClass{"ldap-injection", "LDAP injection", kInput},
    RuleClass{"xpath-injection", "XPath injection", kInput},
    RuleClass{"nosql-injection", "NoSQL injection", kInput},
    RuleClass{"header-injection", "Header injection", kInput},
    RuleClass{"log-injection", "Log injection", kInput},
    RuleClass{"template-injection", "Template injection", kInput},
    RuleClass{"path-traversal", "Path traversal", kInput},
    RuleClass{"ssrf", "Server-side request forgery", kInput},
    RuleClass{"open-redirect", "Open redirect", kInput},
    RuleClass{"xss", "Cross-site scripting", kInput},
    RuleClass{"deserialization", "Unsafe deserialisation", kInput},
    RuleClass{"xxe", "XML external entities", kInput},
    RuleClass{"regex-dos", "Regular expression denial of service", kInput},
    RuleClass{"unlimited-number", "Number from outside without a limit", kInput},
    RuleClass{"trust-boundary", "Trust boundary", kInput},
    RuleClass{"mass-assignment", "Mass assignment", kInput},
    RuleClass{"format-string", "Format string from outside", kInput},
    RuleClass{"secret", "Secrets in code", kSecrets},
    RuleClass{"weak-hash", "Weak hash", kSecrets},
    RuleClass{"weak-password-hash", "Fast hash for passwords", kSecrets},
    RuleClass{"weak-cipher", "Weak cipher or mode", kSecrets},
    RuleClass{"weak-key", "Key too short", kSecrets},
    RuleClass{"weak-random", "Predictable random values", kSecrets},
    RuleClass{"constant-key", "Constant key, salt or IV", kSecrets},
    RuleClass{"tls-off", "TLS verification off or outdated", kSecrets},
    RuleClass{"token-unverified", "Unverified or weakly signed token", kSecrets},
    RuleClass{"insecure-cookie", "Insecure cookie", kSecrets},
    RuleClass{"temp-file", "Unsafe temporary file", kSecrets},
    RuleClass{"file-permissions", "Permissions for everybody", kSecrets},
    RuleClass{"debug-mode", "Debug mode", kSecrets},
    RuleClass{"timing-compare", "Comparison of secrets in variable time", kSecrets},
    RuleClass{"cross-origin", "Open to every origin", kSecrets},
    RuleClass{"csrf-off", "Protection against forged requests off", kSecrets},
    RuleClass{"information-leak", "Leak of secrets or internals", kSecrets},
    RuleClass{"unsafe-function", "Unsafe C function", kMemory},
    RuleClass{"buffer-size", "Wrong buffer or allocation size", kMemory},
    RuleClass{"sizeof-pointer", "sizeof of a pointer", kMemory},
    RuleClass{"integer-overflow", "Overflow of a size", kMemory},
    RuleClass{"uninitialized", "Value read before it is set", kMemory},
    RuleClass{"wrong-free", "Memory given back the wrong way", kMemory},
    RuleClass{"double-free", "Double free", kMemory},
    RuleClass{"use-after-free", "Use after free or move", kMemory},
    RuleClass{"dangling-reference", "Pointer to what is gone", kMemory},
    RuleClass{"pointer-arithmetic", "Wrong pointer arithmetic", kMemory},
    RuleClass{"unsafe-code", "Undefined or unchecked memory access", kMemory},
    RuleClass{"null-use", "Null, nil or undefined used", kBugs},
    RuleClass{"resource-leak", "Resource leak", kBugs},
    RuleClass{"swallowed-exception", "Error swallowed or caught too broadly", kBugs},
    RuleClass{"lost-error", "Error replaced or ignored", kBugs},
    RuleClass{"self-comparison", "Comparison with itself", kBugs},
    RuleClass{"wrong-comparison", "Comparison of the wrong kind", kBugs},
    RuleClass{"assignment-in-condition", "Assignment in a condition", kBugs},
    RuleClass{"constant-condition", "Condition that never changes", kBugs},
    RuleClass{"duplicate-branch", "Branch, case or key twice", kBugs},
    RuleClass{"unreachable-code", "Unreachable code", kBugs},
    RuleClass{"missing-await", "Missing or misplaced await", kBugs},
    RuleClass{"missing-return", "Missing return", kBugs},
    RuleClass{"missing-break", "Missing break", kBugs},
    RuleClass{"off-by-one", "Off by one", kBugs},
    RuleClass{"integer-division", "Integer division or overflow", kBugs},
    RuleClass{"division-by-zero", "Division by zero on empty input", kBugs},
    RuleClass{"format-mismatch", "Format string mismatch", kBugs},
    RuleClass{"mutable-default", "Mutable default or shared value", kBugs},
    RuleClass{"late-binding", "Late-binding closure", kBugs},
    RuleClass{"iterator-invalidation", "Collection changed while iterated", kBugs},
    RuleClass{"data-race", "Data race or wrong locking", kBugs},
    RuleClass{"endless-loop", "Loop or recursion without end", kBugs},
    RuleClass{"misleading-indentation", "Indentation that misleads", kBugs},
    RuleClass{"lost-value", "Value set and never read", kBugs},
    RuleClass{"narrowed-number", "Number cut off by its type", kBugs},
    RuleClass{"assertion-on-input", "Assertion on untested input", kBugs},
    RuleClass{"operator-mistake", "Operator or precedence mistake", kBugs},
    RuleClass{"wrong-api-use", "Library used wrongly", kBugs},
    RuleClass{"syntax-error", "Syntax error", kBugs},
    RuleClass{"string-building", "String built in a loop", kPerformance},
    RuleClass{"compile-in-loop", "Compilation in a loop", kPerformance},
    RuleClass{"query-in-loop", "Query in a loop", kPerformance},
    RuleClass{"needless-copy", "Needless copy", kPerformance},
    RuleClass{"quadratic", "Quadratic search or update", kPerformance},
    RuleClass{"blocking-call", "Blocking call or no time limit", kPerformance},
    RuleClass{"long-function", "Long function", kReading},
    RuleClass{"deep-nesting", "Deep or complex function", kReading},
    RuleClass{"many-parameters", "Many parameters", kReading},
    RuleClass{"unused-variable", "Unused variable", kReading},
    RuleClass{"unused-import", "Unused import", kReading},
    RuleClass{"dead-code", "Dead or empty code", kReading},
    RuleClass{"duplicate-code", "Duplicate code", kReading},
    RuleClass{"magic-number", "Magic number", kReading},
    RuleClass{"shadowing", "Shadowing", kReading},
    RuleClass{"hidden-clock", "Hidden clock", kTesting},
    RuleClass{"hidden-random", "Hidden randomness", kTesting},
    RuleClass{"global-state", "Global mutable state", kTesting},
};

}  // namespace

std::span<const RuleClass> rule_classes() { return kRuleClasses; }

const RuleClass* find_rule_class(std::string_view key) {
  const auto* found = std::find_if(kRuleClasses.begin(), kRuleClasses.end(),
                                   [key](const RuleClass& c) { return c.key == key; });
  return found == kRuleClasses.end() ? nullptr : found;
}

}  // namespace assay::analysis
