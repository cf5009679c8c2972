#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/sha256.hpp"
#include "core/issue.hpp"

namespace assay::core {

/// Gives every issue its `fingerprint` and `id`. The fingerprint is SHA-256 over {path, rule id or else the
/// words of the title, quote without white space, number among equals}: the same finding keeps it when its
/// lines move or are re-indented. The id is its first 12 hex digits and is unique within `issues`. Call it on
/// the final list, in order of lines, so that equals are numbered from the top.
void assign_fingerprints(std::vector<Issue>& issues);

/// The same for one issue after the other.
class FingerprintNumbers {
 public:
  void assign(Issue& issue);

 private:
  base::Sha256 hash_;
  std::map<std::string, std::uint64_t> seen_;
};

/// What a fingerprint is made of, but for the path and the number among equals: the rule id or else the words
/// of the title, and the quote without white space. Equal for the same finding in renamed or moved code.
std::string finding_key(const Issue& issue);
/// The quote without white space.
std::string quote_key(const Issue& issue);

}  // namespace assay::core
