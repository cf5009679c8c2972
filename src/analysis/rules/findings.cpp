#include "analysis/rules/findings.hpp"

#include <algorithm>

namespace assay::analysis {
namespace {

constexpr std::uint32_t kMaxRangeLines = 8;
constexpr std::size_t kMaxQuote = 600;
constexpr std::size_t kMaxInterpolated = 80;
constexpr std::size_t kMaxIssuesPerFile = 500;

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char shown = c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    if (shown != ' ' || (!out.empty() && out.back() != ' ')) out += shown;
  }
  if (out.size() > kMaxInterpolated) {
    out.resize(kMaxInterpolated);
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U) out.pop_back();
    out += "…";
  }
  return out;
}

/// Whole statements and declarations keep their meaning where what is around them did not parse.
bool is_whole(const Tree& tree, NodeId n) {
  if (tree.has_error(n) || !tree.is_named(n)) return false;
  const std::string_view kind = tree.kind_name(n);
  return kind.ends_with("_statement") || kind.ends_with("declaration") || kind.ends_with("_definition") ||
         kind.ends_with("_item") || kind == "block" || kind == "function_body" || kind == "class_body";
}

bool inside_error(const Tree& tree, NodeId n) {
  int steps = 0;
  bool whole = false;
  for (NodeId p = n; p != kNone && steps < 5000; p = tree.parent(p), ++steps) {
    if (tree.is_error(p)) return !whole;
    whole = is_whole(tree, p);
  }
  return false;
}

}  // namespace

bool Findings::passed_over(const Rule& rule, Place place) {
  return !matters(rule, purpose_) || issues_.size() >= kMaxIssuesPerFile ||
         !seen_.emplace(rule.id, place.start, place.end).second;
}

core::Issue& Findings::push(const Rule& rule, Place place, const Captures& captures, const Extra& extra) {
  const Tree& tree = file_.tree;
  const auto interpolate = [&](const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t open = text.find('{', at);
      const std::size_t close = open == std::string::npos ? open : text.find('}', open);
      if (close == std::string::npos) {
        out += text.substr(at);
        break;
      }
      out += text.substr(at, open - at);
      const std::string name = text.substr(open + 1, close - open - 1);
      const auto value = std::find_if(extra.values.begin(), extra.values.end(),
                                      [&](const auto& v) { return v.first == name; });
      const NodeId node = captures.first(name);
      if (value != extra.values.end()) {
        out += one_line(value->second);
      } else if (node != kNone) {
        out += one_line(tree.text(node));
      } else {
        out += text.substr(open, close - open + 1);
      }
      at = close + 1;
    }
    return out;
  };
  core::Issue issue;
  issue.title = interpolate(rule.message);
  // What a flow begins with is prose ("request data"), and a title is a sentence.
  if (rule.message.starts_with("{source}") && !issue.title.empty() && issue.title[0] >= 'a' &&
      issue.title[0] <= 'z')
    issue.title[0] = static_cast<char>(issue.title[0] - 'a' + 'A');
  issue.detail = interpolate(rule.detail);
  issue.severity = extra.severity.value_or(rule.severity);
  issue.category = rule.category;
  issue.confidence = extra.confidence.value_or(rule.confidence);
  issue.cwe = rule.cwe;
  issue.rule_id = rule.id;
  rules_.emplace(rule.id, &rule);
  issue.sources = {"static"};
  issue.path = file_.filename;
  issue.trace = extra.trace;
  const LineIndex& lines = tree.lines();
  const std::uint32_t first = lines.line_of(place.start);
  std::uint32_t last = lines.line_of(place.end > place.start ? place.end - 1 : place.start);
  // A whole function or block is named by its first line: nobody wants 200 marked lines.
  if (last - first >= kMaxRangeLines) last = first;
  issue.lines = core::LineRange{static_cast<int>(first), static_cast<int>(last)};
  const std::size_t from = lines.start_of(first);
  std::string_view quote = tree.text().substr(from);
  quote = quote.substr(0, lines.start_of(last) - from + lines.line_text(last).size());
  const std::size_t indent = quote.find_first_not_of(" \t");
  if (indent != std::string_view::npos) quote.remove_prefix(indent);
  issue.quote = quote.substr(0, kMaxQuote);
  issues_.push_back(std::move(issue));
  return issues_.back();
}

void Findings::add(const Rule& rule, NodeId at, const Captures& captures, const Extra& extra) {
  if (file_.tree.is_added(at) || inside_error(file_.tree, at)) return;
  const Tree& tree = file_.tree;
  const Place place{tree.start(at), tree.end(at)};
  if (passed_over(rule, place)) return;
  core::Issue& issue = push(rule, place, captures, extra);
  if (!rule.fix) return;
  const NodeId replaced = rule.fix->replace.empty() ? at : captures.first(rule.fix->replace);
  if (replaced == kNone) return;
  std::string with;
  const std::string& pattern = rule.fix->with;
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t close = pattern[i] == '{' ? pattern.find('}', i) : std::string::npos;
    const NodeId node =
        close == std::string::npos ? kNone : captures.first(pattern.substr(i + 1, close - i - 1));
    if (node != kNone) {
      with += tree.text(node);
      i = close + 1;
    } else {
      with += pattern[i++];
    }
  }
  const LineIndex& lines = tree.lines();
  const std::uint32_t first = tree.start_line(replaced);
  const std::uint32_t last = tree.end_line(replaced);
  const std::size_t from = lines.start_of(first);
  const std::size_t to = lines.start_of(last) + lines.line_text(last).size();
  std::string replacement(tree.text().substr(from, tree.start(replaced) - from));
  replacement += with;
  if (tree.end(replaced) < to) replacement += tree.text().substr(tree.end(replaced), to - tree.end(replaced));
  issue.suggestion = core::Suggestion{core::LineRange{static_cast<int>(first), static_cast<int>(last)},
                                      std::move(replacement)};
}

void Findings::add_range(const Rule& rule, std::uint32_t start, std::uint32_t end, const Extra& extra) {
  const Place place{start, end};
  if (passed_over(rule, place)) return;
  push(rule, place, Captures{}, extra);
}

void Findings::drop_repeated(std::vector<core::Issue>& issues) const {
  const auto same_weakness = [this](const core::Issue& a, const core::Issue& b) {
    if (a.category != core::Category::security || b.category != core::Category::security ||
        a.lines->start != b.lines->start || a.rule_id == b.rule_id)
      return false;
    const std::vector<std::string>& of_a = rules_.at(a.rule_id)->classes;
    const std::vector<std::string>& of_b = rules_.at(b.rule_id)->classes;
    return std::any_of(of_a.begin(), of_a.end(), [&of_b](const std::string& one) {
      return std::find(of_b.begin(), of_b.end(), one) != of_b.end();
    });
  };
  // The surer one tells it; of equals, the one that knows where the data comes from.
  const auto weight = [](const core::Issue& issue) {
    return std::tuple(issue.confidence, issue.trace.size(), issue.severity == core::Severity::high);
  };
  std::vector<bool> dropped(issues.size());
  for (std::size_t i = 0; i < issues.size(); ++i) {
    for (std::size_t k = i + 1; k < issues.size() && issues[k].lines->start == issues[i].lines->start; ++k) {
      if (dropped[i] || dropped[k] || !same_weakness(issues[i], issues[k])) continue;
      dropped[weight(issues[i]) < weight(issues[k]) ? i : k] = true;
    }
  }
  std::size_t at = 0;
  std::erase_if(issues, [&](const core::Issue&) { return dropped[at++]; });
}

std::vector<core::Issue> Findings::take() {
  seen_.clear();
  std::vector<core::Issue> out = std::move(issues_);
  issues_.clear();
  std::sort(out.begin(), out.end(), [](const core::Issue& a, const core::Issue& b) {
    return std::tie(a.lines->start, a.lines->end, a.rule_id, a.title, a.quote) <
           std::tie(b.lines->start, b.lines->end, b.rule_id, b.title, b.quote);
  });
  drop_repeated(out);
  rules_.clear();
  return out;
}

}  // namespace assay::analysis
