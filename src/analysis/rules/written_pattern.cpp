#include "analysis/rules/written_pattern.hpp"

#include <algorithm>
#include <string>

#include "analysis/rules/node_facts.hpp"
#include "analysis/rules/regex.hpp"

namespace assay::analysis {
namespace {

using backtracking::Dialect;

constexpr int kMaxDepth = 6;

/// A regular expression as the code has it.
struct Written {
  std::string text;
  backtracking::Flags flags;
  bool whole = false;  ///< matched from begin to end
};

std::optional<Dialect> dialect_of(core::Language language) {
  switch (language) {
    case core::Language::python:
      return Dialect::python;
    case core::Language::javascript:
    case core::Language::typescript:
      return Dialect::javascript;
    case core::Language::java:
      return Dialect::java;
    case core::Language::csharp:
      return Dialect::dotnet;
    case core::Language::php:
      return Dialect::pcre;
    case core::Language::ruby:
      return Dialect::ruby;
    default:
      return std::nullopt;
  }
}

void add_letters(std::string_view letters, Dialect dialect, backtracking::Flags& flags) {
  flags.ignore_case |= letters.find('i') != std::string_view::npos;
  flags.verbose |= letters.find('x') != std::string_view::npos && dialect != Dialect::javascript;
  flags.dot_all |= letters.find(dialect == Dialect::ruby ? 'm' : 's') != std::string_view::npos;
}

/// `/a+/i`, `%r{a+}i`, `~a+~i`: what stands between the delimiters, and the letters behind.
std::optional<Written> undelimited(std::string_view text, Dialect dialect) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  if (text.starts_with("%r")) text.remove_prefix(2);
  if (text.size() < 2) return std::nullopt;
  static constexpr std::string_view kOpen = "([{<";
  static constexpr std::string_view kClose = ")]}>";
  const std::size_t pair = kOpen.find(text.front());
  const std::size_t end = text.rfind(pair == std::string_view::npos ? text.front() : kClose[pair]);
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  Written out;
  out.text = text.substr(1, end - 1);
  const std::string_view letters = text.substr(end + 1);
  if (letters.find_first_not_of("abcdefghijklmnopqrstuvwxyzADJSUX") != std::string_view::npos)
    return std::nullopt;
  add_letters(letters, dialect, out.flags);
  return out;
}

class Finder {
 public:
  Finder(const FileView& file, Dialect dialect) : file_(file), tree_(file.tree), dialect_(dialect) {}

  std::optional<Written> find(NodeId node, int depth = 0) const {
    const NodeId n = file_.model.strip(tree_, node);
    if (n == kNone || depth > kMaxDepth) return std::nullopt;
    if (is_literal(n)) return literal(n);
    if (file_.model.is_call(tree_, n)) return of_call(n, depth);
    if (auto text = file_.names.string_value(n)) {
      if (dialect_ == Dialect::pcre) return undelimited(*text, dialect_);
      return Written{std::move(*text), {}, false};
    }
    const NodeId value = named_value(n);
    return value == kNone ? std::nullopt : find(value, depth + 1);
  }

 private:
  bool is_literal(NodeId n) const {
    return (dialect_ == Dialect::javascript || dialect_ == Dialect::ruby) && tree_.is(n, "regex");
  }

  std::optional<Written> literal(NodeId n) const {
    for (NodeId c = n + 1; c < tree_.subtree_end(n); ++c) {
      if (tree_.is(c, "interpolation")) return std::nullopt;
    }
    return undelimited(tree_.text(n), dialect_);
  }

  /// What a name, or a field of the class, is set to once.
  NodeId named_value(NodeId n) const {
    if (file_.model.has_role(tree_, n, Role::identifier)) return file_.names.single_value(n);
    const auto* all = file_.names.definitions(n, tree_.text(n));
    return all != nullptr && all->size() == 1 ? all->front().value : kNone;
  }

  /// Something compiled earlier, or a literal; no plain text.
  bool is_compiled(NodeId node) const {
    NodeId n = file_.model.strip(tree_, node);
    for (int depth = 0; n != kNone && depth < kMaxDepth; ++depth) {
      if (is_literal(n)) return true;
      if (file_.model.is_call(tree_, n)) {
        static const Regex compiles(
            "(^|\\.)(re|regex|Pattern)\\.compile$|(^|\\.)(Regex|RegExp|Regexp)(\\.new)?$");
        return compiles.matches(full_name(file_, n));
      }
      const NodeId value = named_value(n);
      n = value == kNone ? kNone : file_.model.strip(tree_, value);
    }
    return false;
  }

  /// The object that a method is called on; kNone for functions.
  NodeId receiver(NodeId call) const {
    const Role role = file_.model.role(tree_, call);
    const NodeId first = file_.model.first(tree_, call);
    if (role == Role::method_call || role == Role::creation) return role == Role::creation ? kNone : first;
    return file_.model.has_role(tree_, first, Role::member) ? file_.model.first(tree_, first) : kNone;
  }

  std::optional<Written> of_call(NodeId call, int depth) const {
    const std::vector<NodeId> arguments = file_.model.arguments(tree_, call);
    const std::string name = full_name(file_, call);
    NodeId pattern = kNone;
    if (const NodeId object = receiver(call); object != kNone) {
      const bool matcher =
          file_.model.is_call(tree_, file_.model.strip(tree_, object)) && name.ends_with("matches");
      if (is_compiled(object) || matcher || name.ends_with(".matcher().find")) pattern = object;
    }
    if (pattern == kNone) {
      const auto compiled =
          std::find_if(arguments.begin(), arguments.end(), [&](NodeId a) { return is_compiled(a); });
      if (compiled != arguments.end()) pattern = *compiled;
    }
    if (pattern == kNone) {
      static const Regex text_first("(^|\\.)Regex\\.(IsMatch|Match|Matches|Replace|Split|Count)$");
      const std::size_t position = dialect_ == Dialect::dotnet && text_first.matches(name) ? 1 : 0;
      if (position >= arguments.size()) return std::nullopt;
      pattern = arguments[position];
    }
    auto found = find(pattern, depth + 1);
    if (!found || !add_options(call, arguments, *found)) return std::nullopt;
    found->whole |= name.ends_with("fullmatch") || name.ends_with("matches");
    return found;
  }

  /// The flags among the arguments; false where they make it take linear or limited time.
  bool add_options(NodeId call, const std::vector<NodeId>& arguments, Written& found) const {
    static const Regex safe("NonBacktracking|TimeSpan|(?i)timeout");
    static const Regex ignores_case("\\b(IGNORECASE|CASE_INSENSITIVE|IgnoreCase)\\b|\\bre\\.I\\b");
    static const Regex verbose("\\b(VERBOSE|COMMENTS|IgnorePatternWhitespace|EXTENDED)\\b|\\bre\\.X\\b");
    static const Regex dot_all("\\b(DOTALL|Singleline)\\b|\\bre\\.S\\b|\\bRegexp::MULTILINE\\b");
    const bool creates = file_.model.has_role(tree_, call, Role::creation);
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      const std::string_view text = tree_.text(arguments[i]);
      if (safe.matches(text)) return false;
      found.flags.ignore_case |= ignores_case.matches(text);
      found.flags.verbose |= verbose.matches(text);
      found.flags.dot_all |= dot_all.matches(text);
      if (!creates || dialect_ != Dialect::javascript) continue;
      if (const auto letters = file_.names.string_value(arguments[i]))
        add_letters(*letters, dialect_, found.flags);
    }
    return true;
  }

  const FileView& file_;
  const Tree& tree_;
  Dialect dialect_;
};

}  // namespace

std::optional<backtracking::Attack> find_attack(const FileView& file, NodeId n, backtracking::Growth growth) {
  const auto dialect = dialect_of(file.model.language());
  if (!dialect) return std::nullopt;
  const auto written = Finder(file, *dialect).find(n);
  if (!written) return std::nullopt;
  // How an expression that is compiled here is used, the rest of the file tells.
  const std::string_view used = *dialect == Dialect::java     ? ".matches()"
                                : *dialect == Dialect::python ? ".fullmatch("
                                                              : std::string_view();
  const bool whole =
      written->whole || (!used.empty() && file.tree.text().find(used) != std::string_view::npos);
  return backtracking::find_attack(written->text, *dialect, written->flags, whole, growth);
}

}  // namespace assay::analysis
