#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "core/issue.hpp"

/// Quotes as models give them, for the test of anchoring; the damages are those of docs/anchoring.md.
namespace assay::llm::testing_quotes {

enum class Expected {
  right,        ///< recoverable: the first and last line must be the right ones
  undecidable,  ///< equal code stands in several places and the lines named are wrong
  changed,      ///< not what the code says any more
  nowhere,      ///< invented
};

struct Quote {
  std::size_t file = 0;
  std::string text;
  core::LineRange lines;  ///< where it was taken from
  std::optional<core::LineRange> claimed;
  std::string damage;
  Expected expected = Expected::right;
};

struct File {
  std::string name;
  std::string raw;   ///< as on the disk
  std::string code;  ///< normalised, as reviewed
  std::vector<std::string> lines;
};

/// Draws quotes; the same seed gives the same ones.
class QuoteMaker {
 public:
  /// Reads every file of the folder, in order of their names.
  QuoteMaker(const std::string& folder, std::uint64_t seed);

  const std::vector<File>& files() const { return files_; }
  Quote next();

 private:
  std::size_t at_most(std::size_t bound);  // 0 … bound - 1
  bool draw(Quote& quote);
  bool damage(Quote& quote, std::size_t which);
  bool invent(Quote& quote);
  void judge(Quote& quote) const;

  std::vector<File> files_;
  base::SeededRandom random_;
  std::string kept_;  // of the present quote: what is left of the original text
  bool right_claim_ = true;
};

}  // namespace assay::llm::testing_quotes
