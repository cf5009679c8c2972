#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace assay::analysis {

/// Thrown by the readers of YAML only; `reading` turns it into an Error.
struct Problem : std::runtime_error {
  Problem(std::string key, const std::string& message) : std::runtime_error(message), field(std::move(key)) {}
  std::string field;
};

struct YamlMember;

/// A piece of YAML. The conversions throw Problem where the text is not of that type.
struct YamlValue {
  enum class Kind : std::uint8_t { undefined, scalar, list, map };
  Kind kind = Kind::undefined;  ///< undefined: not there, or null
  std::string scalar;
  std::vector<YamlValue> list;
  std::vector<YamlMember> map;  ///< in the order of the file

  bool is_defined() const { return kind != Kind::undefined; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  /// `key` names the value in messages.
  const std::string& text(const std::string& key) const;
  double number(const std::string& key) const;
  int integer(const std::string& key) const;
  bool boolean(const std::string& key) const;
};

struct YamlMember {
  std::string key;
  YamlValue value;
};

/// invalid_argument for what is no YAML, or grows beyond reason by its aliases.
base::Result<YamlValue> parse_yaml(std::string_view text);

/// Runs `read` on the parsed text; a Problem becomes invalid_argument with its field.
template <class F>
auto reading(std::string_view text, F&& read) -> base::Result<decltype(read(YamlValue()))> {
  auto parsed = parse_yaml(text);
  if (!parsed) return base::fail(parsed.error());
  try {
    return read(*parsed);
  } catch (const Problem& problem) {
    return base::fail(base::Errc::invalid_argument, problem.field + ": " + problem.what(), problem.field);
  }
}

}  // namespace assay::analysis
