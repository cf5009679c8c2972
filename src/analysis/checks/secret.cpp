#include <array>
#include <memory>

#include "analysis/checks/checks.hpp"
#include "analysis/checks/test_file.hpp"
#include "analysis/rules/regex.hpp"
#include "base/entropy.hpp"

namespace assay::analysis {
namespace {

struct Format {
  const char* what;
  const char* pattern;
};

/// Keys whose issuers gave them a form that nothing else has.
constexpr std::array kFormats = {
    Format{"AWS access key", "\\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\\b"},
    Format{"GitHub token", "\\b(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\\b"},
    Format{"GitLab token", "\\b(glpat-[A-Za-z0-9_-]{20,})"},
    Format{"Slack token", "\\b(xox[abposr]-[A-Za-z0-9-]{10,250})"},
    Format{"Slack webhook",
           "(https://hooks\\.slack\\.com/services/T[A-Za-z0-9_]+/B[A-Za-z0-9_]+/[A-Za-z0-9_]{20,})"},
    Format{"Stripe key", "\\b((?:sk|rk)_live_[A-Za-z0-9]{20,})\\b"},
    Format{"Google API key", "\\b(AIza[A-Za-z0-9_-]{35})"},
    Format{"OpenAI key", "\\b(sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,})"},
    Format{"Anthropic key", "\\b(sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{80,})"},
    Format{"SendGrid key", "\\b(SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43})"},
    Format{"Twilio key", "\\b(SK[0-9a-f]{32})\\b"},
    Format{"npm token", "\\b(npm_[A-Za-z0-9]{36})\\b"},
    Format{"PyPI token", "\\b(pypi-[A-Za-z0-9_-]{80,})"},
    Format{"Azure storage key", "AccountKey=([A-Za-z0-9+/]{80,}==)"},
    Format{"private key",
           "(-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----)"},
    Format{"JSON web token", "\\b(eyJ[A-Za-z0-9_-]{15,}\\.eyJ[A-Za-z0-9_-]{15,}\\.[A-Za-z0-9_-]{20,})"},
    Format{"password in a URL",
           "[a-z][a-z0-9+.-]{2,20}://[^\\s:@/'\"{}<>$%]{1,60}:([^\\s:@/'\"{}<>$%]{6,100})@[A-Za-z0-9.-]+"},
};

/// `password = "..."`, `"api_key": "..."`, `setPassword("...")`; group 1 the name, then the value.
const Regex& assignment_line() {
  static const Regex pattern(
      "(?i)(?:pass(?:word|wd|phrase)?|pwd|secret|api[_-]?key|apikey|access[_-]?key|auth[_-]?token|access[_-]?"
      "token|"
      "client[_-]?secret|private[_-]?key|encryption[_-]?key|signing[_-]?key|token)"
      "[a-z0-9_]{0,20}[\"'`\\]]{0,2}\\s*(?::\\s*(?:str|string|String)\\s*)?(?:=>|:=|=|:)\\s*[\"'`]([^\"'`"
      "\\s]{6,200})[\"'`]");
  return pattern;
}

/// `put("password", "...")`: the name is the whole of the string before, and the first of them; in a list of
/// words it is one among others.
const Regex& pair_of_strings() {
  static const Regex pattern(
      "(?i)[({]\\s*[\"'`](?:[a-z0-9]{0,20}[._-])?(?:pass(?:word|wd|phrase)?|pwd|secret|api[_-]?key|access[_-]"
      "?key|"
      "auth[_-]?token|token)"
      "[\"'`]\\s*,\\s*[\"'`]([^\"'`\\s]{6,200})[\"'`]");
  return pattern;
}

/// `setPassword("...")`, `with_api_key('...')`
const Regex& setter_call() {
  static const Regex pattern(
      "(?i)\\b(?:set|with)_?(?:[a-z]{0,20}_?)?(?:password|passwd|passphrase|secret|apikey|api_key|accesskey|"
      "access_key|authtoken|"
      "auth_token|token)\\s*\\(\\s*[\"'`]([^\"'`\\s]{6,200})[\"'`]\\s*\\)");
  return pattern;
}

/// What people write where a secret will be: names, examples, templates, words.
bool is_placeholder(std::string_view value) {
  static const Regex pattern(
      "(?i)example|sample|#\\{|dummy|placeholder|changeme|change[_-]me|replace|your[_-]?|my[_-]?(?:password|"
      "secret|key|token)|"
      "xxx|\\*\\*\\*|\\.\\.\\.|<[^>]+>|\\$\\{|\\{\\{|^\\$|%\\(|%s|\\{[a-z_0-9]*\\}|^\\{.*\\}$|todo|fixme|"
      "redacted|insert|"
      "^none$|^null$|^undefined$|^true$|^false$|not[_-]?(?:set|used|real)|fake|mock|^test|testing|"
      "^(?:password|passwd|secret|token|api[_-]?key|user|username|admin|root|string|text|hidden|bearer|basic)"
      "$|localhost|"
      "(?-i:^[A-Z][A-Z0-9]*_[A-Z0-9_]*$)|^process\\.env|^env\\(|getenv|^/|^https?://"
      "|^\\.|\\(|\\)|;$|^[a-z]+([_./"
      "-][a-z]+)+$");
  return pattern.matches(value);
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

/// Sure enough that the value of something called a password is one.
bool looks_secret(std::string_view value) {
  if (is_placeholder(value)) return false;
  const bool letters_only = value.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                            std::string_view::npos;
  if (letters_only) return value.size() >= 20 && base::entropy(value) > 3.7;
  if (value.size() >= 16) return base::entropy(value) > 3.0;
  return has_digit(value) && base::entropy(value) > 2.3;
}

/// `token: "variable-2"`: the kind of a word, as those who colour code name it.
bool is_kind_of_token(std::string_view line, std::string_view value) {
  static const Regex name("(?i)(?:^|[^a-z0-9_-])token[\"'`]?\\s*[:=]\\s*[\"'`]$");
  static const Regex kind("^[a-z]+(?:[._-][a-z]+)*[_-][0-9]$");
  const std::string_view before = line.substr(0, static_cast<std::size_t>(value.data() - line.data()));
  return kind.matches(value) && name.matches(before);
}

/// The value is a whole string, not the beginning of a longer one with other quotes in it (`found` is in
/// `line`).
bool quoted_alike(std::string_view line, std::string_view found) {
  const auto at = static_cast<std::size_t>(found.data() - line.data());
  return at > 0 && at + found.size() < line.size() && line[at - 1] == line[at + found.size()];
}

/// Words that all lines with a generic secret have; a cheap test before the expression.
bool worth_a_look(std::string_view line) {
  static const Regex pattern("(?i)pass|pwd|secret|key|token");
  return line.find_first_of("\"'`") != std::string_view::npos && pattern.matches(line);
}

/// An example in the documentation of a function, set off from the text: `#   client.password = "..."`.
bool is_documentation(std::string_view line) {
  static const Regex pattern("^\\s*(?:#|//+|\\*)\\s{3,}");
  return pattern.matches(line);
}

/// The header of a key alone is what parsers and documentation have; a key has text after it.
bool has_key_text(std::string_view after_header) {
  static const Regex pattern("[A-Za-z0-9+/=]{32}");
  return pattern.matches(after_header.substr(0, 300));
}

/// `scheme://user:password@` of a host that exists for examples only.
bool is_example_host(std::string_view after_password) {
  static const Regex pattern(
      "(?i)^@([a-z0-9-]+\\.)*(example(\\.[a-z]+)?|localhost|127\\.0\\.0\\.1|test|invalid)\\b");
  return pattern.matches(after_password.substr(0, 100));
}

}  // namespace

/// Works on lines, so that it does for every language, parsed or not. The issue quotes the line; the value is
/// in no title.
void check_secret(const CheckContext& context) {
  static const std::array<std::unique_ptr<Regex>, kFormats.size()> formats = [] {
    std::array<std::unique_ptr<Regex>, kFormats.size()> built;
    for (std::size_t i = 0; i < built.size(); ++i) built[i] = std::make_unique<Regex>(kFormats[i].pattern);
    return built;
  }();
  static const Regex any_format(
      "(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]|gh[pousr]_|github_pat_|glpat-|xox[abposr]-|hooks\\.slack|_live_|AIza|"
      "sk-|SG\\.|SK[0-9a-f]{8}|"
      "npm_|pypi-|AccountKey=|PRIVATE KEY|eyJ|://[^\\s/:@]{1,60}:[^\\s/@]{6}");
  const Tree& tree = context.file.tree;
  const LineIndex& lines = tree.lines();
  // The keys that tests bring along open nothing; one that its form says to be real is worth a look there,
  // too.
  const bool in_test = is_test_file(context.file.filename);
  for (std::uint32_t line = 1; line <= lines.line_count(); ++line) {
    const std::string_view text = lines.line_text(line).substr(0, 2000);
    std::string_view found;
    std::string what;
    if (any_format.matches(text)) {
      for (std::size_t i = 0; i < kFormats.size() && found.data() == nullptr; ++i) {
        found = formats[i]->find(text);
        what = kFormats[i].what;
        if (found.data() == nullptr) continue;
        const std::string_view after =
            tree.text().substr(static_cast<std::size_t>(found.data() - tree.text().data()) + found.size());
        const bool wrong = what == "private key" ? in_test || !has_key_text(after)
                           : what == "password in a URL"
                               ? in_test || is_placeholder(found) || is_example_host(after)
                               : is_placeholder(found);
        if (wrong) found = {};
      }
    }
    if (found.data() == nullptr && !in_test && !is_documentation(text) && worth_a_look(text)) {
      found = assignment_line().find(text);
      if (found.data() == nullptr) found = pair_of_strings().find(text);
      if (found.data() == nullptr) found = setter_call().find(text);
      what = "password or key";
      if (found.data() != nullptr &&
          (!quoted_alike(text, found) || !looks_secret(found) || is_kind_of_token(text, found)))
        found = {};
    }
    if (found.data() == nullptr) continue;
    const auto start = static_cast<std::uint32_t>(found.data() - tree.text().data());
    Findings::Extra extra;
    extra.values.emplace_back("what", what);
    context.findings.add_range(context.rule, start, start + static_cast<std::uint32_t>(found.size()), extra);
  }
}

}  // namespace assay::analysis
