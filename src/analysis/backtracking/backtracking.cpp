#include "analysis/backtracking/backtracking.hpp"

#include <algorithm>

#include "analysis/backtracking/ambiguity.hpp"

namespace assay::analysis::backtracking {
namespace {

constexpr std::size_t kMaxParts = 20;

/// The expression and what is matched on its own inside it: atomic groups and looks.
void collect_parts(const Pattern& pattern, std::vector<const Pattern*>& parts) {
  if (parts.size() >= kMaxParts) return;
  const bool own = pattern.kind == Pattern::Kind::atomic || pattern.kind == Pattern::Kind::look;
  for (const Pattern& child : pattern.children) {
    if (own) parts.push_back(&child);
    collect_parts(child, parts);
  }
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  const std::uint32_t lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
  out += static_cast<char>(lead | c >> (6U * static_cast<std::uint32_t>(more)));
  for (int i = more - 1; i >= 0; --i)
    out += static_cast<char>(0x80U | (c >> (6U * static_cast<std::uint32_t>(i)) & 0x3FU));
}

std::string spelled(const Automaton& automaton, const std::vector<std::size_t>& atoms) {
  std::string text;
  for (const std::size_t atom : atoms) append_utf8(text, automaton.sample[atom]);
  return text;
}

std::optional<Attack> attack_on(const Pattern& pattern, bool whole, Growth growth) {
  const auto automaton = build_automaton(pattern, whole);
  if (!automaton) return std::nullopt;
  std::optional<Attack> attack;
  const auto accept = [&](const Ambiguity& ambiguity) {
    std::vector<std::size_t> suffix;
    if (!can_fail(*automaton, ambiguity, suffix)) return false;
    attack = Attack{spelled(*automaton, ambiguity.prefix), spelled(*automaton, ambiguity.pump),
                    spelled(*automaton, suffix)};
    return true;
  };
  if (growth == Growth::exponential)
    find_exponential(*automaton, accept);
  else
    find_polynomial(*automaton, accept);
  return attack;
}

}  // namespace

std::optional<Attack> find_attack(std::string_view text, Dialect dialect, Flags flags, bool whole,
                                  Growth growth) {
  // Two unlimited repetitions, or a choice in one: without them there is nothing to look for.
  const auto repeats =
      std::count_if(text.begin(), text.end(), [](char c) { return c == '*' || c == '+' || c == '{'; });
  const bool choice = text.find('|') != std::string_view::npos;
  if (repeats == 0 || (repeats == 1 && !choice && text.find('?') == std::string_view::npos))
    return std::nullopt;
  const auto pattern = parse_pattern(text, dialect, flags);
  if (!pattern) return std::nullopt;
  if (auto attack = attack_on(*pattern, whole, growth)) return attack;
  std::vector<const Pattern*> parts;
  collect_parts(*pattern, parts);
  for (const Pattern* part : parts) {
    if (auto attack = attack_on(*part, false, growth)) return attack;
  }
  return std::nullopt;
}

}  // namespace assay::analysis::backtracking
