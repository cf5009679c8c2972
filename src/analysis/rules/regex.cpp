#include "analysis/rules/regex.hpp"

#include <re2/re2.h>

namespace assay::analysis {

Regex::Regex(std::string pattern) : pattern_(std::move(pattern)) {}
Regex::~Regex() = default;

const re2::RE2& Regex::built() const {
  std::call_once(once_, [this] {
    re2::RE2::Options options;
    options.set_log_errors(false);
    // Code can be in any encoding; bytes never fail to match the way ill-formed UTF-8 would.
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_max_mem(1 << 22);
    regex_ = std::make_unique<re2::RE2>(pattern_, options);
  });
  return *regex_;
}

std::string Regex::error() const { return built().ok() ? std::string{} : built().error(); }

bool Regex::matches(std::string_view text) const {
  return built().ok() && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), built());
}

std::string_view Regex::find(std::string_view text) const {
  if (!built().ok()) return {};
  const re2::StringPiece piece(text.data(), text.size());
  re2::StringPiece groups[2];
  const int wanted = built().NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!built().Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, groups, wanted)) return {};
  const re2::StringPiece& found = wanted == 2 && groups[1].data() != nullptr ? groups[1] : groups[0];
  return {found.data(), found.size()};
}

}  // namespace assay::analysis
