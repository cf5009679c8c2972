#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::cli {

/// A file name pattern as in gitignore(5): `*` and `?` do not match "/", `[…]` with ranges, ! or ^, and
/// [:classes:],
/// `**/`, `/**/` and `/**` match folders of any depth, a backslash takes the next character literally.
/// Matching is linear in the path for any pattern (no backtracking). Bytes, case-sensitive.
class Glob {
 public:
  explicit Glob(std::string_view pattern);
  /// Whether all of `path` (no leading slash) matches.
  bool matches(std::string_view path) const;

 private:
  enum class Kind : std::uint8_t {
    literal,   ///< one byte
    any,       ///< one byte but /
    set,       ///< one byte of a class
    star,      ///< bytes but /
    folders,   ///< nothing, or anything up to and with a /
    the_rest,  ///< at least one byte of any kind, to the end
  };
  struct Token {
    Kind kind = Kind::literal;
    char byte = 0;
    std::size_t set = 0;  ///< index in sets_
  };
  using ByteSet = std::bitset<256>;

  std::size_t read_set(std::string_view pattern, std::size_t at);
  bool matches_tokens(std::string_view path) const;
  void enter(std::vector<char>& states, std::size_t state) const;

  std::vector<Token> tokens_;
  std::vector<ByteSet> sets_;
  std::string text_;     ///< the pattern where it is literal, or what follows a lone leading star
  bool plain_ = false;   ///< text_ is all of it
  bool suffix_ = false;  ///< a star and text_
};

}  // namespace assay::cli
