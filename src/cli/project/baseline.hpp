#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/issue.hpp"

namespace assay::cli {

/// Findings that a project has decided to live with for now: a JSON file of their fingerprints, which stay
/// the same when lines move or are re-indented. Rule, path and title are there for whoever reads the file.
class Baseline {
 public:
  Baseline() = default;
  /// invalid_argument for what is no baseline. Unknown members are passed over.
  static base::Result<Baseline> parse(std::string_view json);

  bool knows(const core::Issue& issue) const { return fingerprints_.contains(issue.fingerprint); }
  std::size_t size() const { return fingerprints_.size(); }

 private:
  std::set<std::string, std::less<>> fingerprints_;
};

/// Collects findings for a baseline file. Equal findings give equal bytes, in whatever order they come.
class BaselineWriter {
 public:
  void add(const core::Issue& issue, std::string_view path);
  std::size_t size() const { return entries_.size(); }
  std::string json() const;

 private:
  struct Entry {
    std::string path;
    std::string rule;
    std::string title;
    std::string fingerprint;
    auto operator<=>(const Entry&) const = default;
  };
  std::set<Entry> entries_;
};

}  // namespace assay::cli
