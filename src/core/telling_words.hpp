#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::core {

/// The words of a title that say something, each once, in order: lower case, without fillers ("the", "use")
/// and without the s of a plural.
class TellingWords {
 public:
  explicit TellingWords(std::string_view title);
  TellingWords(const TellingWords&) = delete;
  TellingWords& operator=(const TellingWords&) = delete;

  std::size_t size() const { return words_.size(); }
  /// How many of them the other title has, too, in whatever form ("compared", "comparison").
  std::size_t found_in(const TellingWords& other) const;

 private:
  void add(std::string_view word);

  std::string text_;
  std::vector<std::string_view> words_;  // in text_
};

/// How much two titles say alike: telling words that both have, and how many the shorter one has.
struct Likeness {
  std::size_t common;
  std::size_t shorter;
};
Likeness likeness(const TellingWords& a, const TellingWords& b);

}  // namespace assay::core
