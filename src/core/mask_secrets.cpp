#include "core/mask_secrets.hpp"

#include <string_view>

namespace assay::core {
namespace {

// Shorter lines of a longer secret say nothing.
constexpr std::size_t kLeastLine = 12;

void replace_all(std::string& text, std::string_view secret) {
  static constexpr std::string_view kWord = "REDACTED_";
  if (secret.empty()) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + secret.size())) {
    for (std::size_t i = 0; i < secret.size(); ++i) text[at + i] = kWord[i % kWord.size()];
  }
}

}  // namespace

std::string mask_secrets(std::string text, std::span<const std::string> secrets) {
  for (const std::string_view secret : secrets) {
    if (secret.find('\n') == std::string_view::npos) {
      replace_all(text, secret);
      continue;
    }
    for (std::string_view rest = secret; !rest.empty();) {
      const auto end = std::min(rest.find('\n'), rest.size());
      if (end >= kLeastLine) replace_all(text, rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return text;
}

void mask_secrets(Issue& issue, std::span<const std::string> secrets) {
  if (secrets.empty()) return;
  const auto mask = [&](std::string& text) { text = mask_secrets(std::move(text), secrets); };
  mask(issue.title);
  mask(issue.detail);
  mask(issue.quote);
  for (auto& step : issue.trace) mask(step.note);
  if (!issue.suggestion) return;
  const auto before = issue.suggestion->replacement;
  mask(issue.suggestion->replacement);
  if (issue.suggestion->replacement != before) issue.suggestion.reset();
}

}  // namespace assay::core
