#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace assay::analysis {

/// What a syntax node is ("call", "identifier", "=" …), as a number of its grammar.
using KindId = std::uint16_t;
/// The role of a node in its parent ("name", "body" …), as a number of its grammar; 0 is no role.
using FieldId = std::uint16_t;

inline constexpr KindId kNoKind = 0xFFFE;
inline constexpr KindId kErrorKind = 0xFFFF;

/// One compiled tree-sitter grammar with its names. Immutable, lives as long as the process, thread-safe.
class Grammar {
 public:
  /// The grammar of that name ("python", "tsx" …); null where there is none.
  static const Grammar* find(std::string_view name);
  /// Every grammar linked in, by name.
  static std::span<const std::string_view> names();

  std::string_view name() const { return name_; }
  std::string_view kind_name(KindId kind) const;
  /// kNoKind where the grammar has no such kind. `named` tells (identifier) from "if".
  KindId kind(std::string_view kind_name, bool named) const;
  /// 0 where the grammar has no such field.
  FieldId field(std::string_view field_name) const;
  std::string_view field_name(FieldId field) const;
  /// Number of kinds; every KindId but kErrorKind is below.
  std::size_t kind_count() const { return kind_names_.size(); }
  /// The vendor's TSLanguage, for the files that include tree_sitter/api.h.
  const void* raw() const { return raw_; }

 private:
  Grammar(std::string_view name, const void* raw);

  std::string_view name_;
  const void* raw_;
  std::vector<std::string_view> kind_names_;
  std::vector<std::string_view> field_names_;
};

}  // namespace assay::analysis
