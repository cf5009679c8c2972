#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cli/config/setting.hpp"
#include "cli/config/value_text.hpp"

/// Makers of the typed middle of a Setting row. `Field` gives the member: a callable from Configuration& to
/// T&.
namespace assay::cli {

struct SettingType {
  ValueKind kind;
  std::string allowed;
  std::function<bool(Configuration&, std::span<const std::string>)> set;
  std::function<std::string(const Configuration&)> get;
};

struct SettingNames {
  std::string key;
  std::string flag;
  std::vector<std::string> also;
};

inline Setting row(SettingNames names, SettingType type, std::string help, Secrecy secrecy = Secrecy::open) {
  return {
      std::move(names.key), std::move(names.flag), std::move(names.also), type.kind, std::move(type.allowed),
      std::move(type.set),  std::move(type.get),   std::move(help),       secrecy};
}

/// Parsers that several rows share.
std::optional<std::string> read_url_text(const std::string& text);
/// One word without blanks.
std::optional<std::string> read_word(const std::string& text);
inline std::string same_text(const std::string& text) { return text; }

/// Reads a member through the accessor that writes it; the accessors only name members.
template <class Field>
const auto& read_field(Field field, const Configuration& configuration) {
  return field(const_cast<Configuration&>(configuration));
}

template <class Field>
SettingType boolean_setting(Field field) {
  return {ValueKind::boolean, "true or false",
          [field](Configuration& to, std::span<const std::string> parts) {
            const auto value = parse_bool(parts[0]);
            if (value) field(to) = *value;
            return value.has_value();
          },
          [field](const Configuration& from) { return read_field(field, from) ? "true" : "false"; }};
}

template <class Field>
SettingType integer_setting(Field field, std::int64_t least, std::int64_t most, std::string zero_means = {}) {
  auto allowed = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  if (!zero_means.empty()) allowed += " (0: " + zero_means + ")";
  return {ValueKind::integer, std::move(allowed),
          [=](Configuration& to, std::span<const std::string> parts) {
            const auto value = parse_integer(parts[0]);
            if (!value || *value < least || *value > most) return false;
            field(to) = static_cast<std::remove_reference_t<decltype(field(to))>>(*value);
            return true;
          },
          [field](const Configuration& from) { return std::to_string(read_field(field, from)); }};
}

template <class Field>
SettingType optional_integer_setting(Field field, std::int64_t least, std::int64_t most,
                                     std::string_view zero_means) {
  auto type = integer_setting([field](Configuration& to) -> auto& { return field(to).emplace(); }, least,
                              most, std::string{zero_means});
  const auto set = type.set;
  type.set = [set, field](Configuration& to, std::span<const std::string> parts) {
    const auto before = field(to);
    if (set(to, parts)) return true;
    field(to) = before;
    return false;
  };
  type.get = [field](const Configuration& from) {
    const auto& value = read_field(field, from);
    return value ? std::to_string(*value) : std::string{};
  };
  return type;
}

template <class Field>
SettingType duration_setting(Field field, base::Micros least, base::Micros most) {
  return {ValueKind::duration,
          "a time from " + format_duration(least) + " to " + format_duration(most) +
              ", such as 500ms, 30s, 5m, 2h, 30d; a number alone means seconds",
          [=](Configuration& to, std::span<const std::string> parts) {
            const auto value = parse_duration(parts[0]);
            if (!value || *value < least || *value > most) return false;
            field(to) = *value;
            return true;
          },
          [field](const Configuration& from) { return format_duration(read_field(field, from)); }};
}

template <class Field>
SettingType bytes_setting(Field field, std::int64_t least, std::int64_t most) {
  return {
      ValueKind::bytes,
      "a size from " + format_bytes(least) + " to " + format_bytes(most) + ", such as 65536, 64 KiB, 8 MiB",
      [=](Configuration& to, std::span<const std::string> parts) {
        const auto value = parse_bytes(parts[0]);
        if (!value || *value < least || *value > most) return false;
        field(to) = static_cast<std::remove_reference_t<decltype(field(to))>>(*value);
        return true;
      },
      [field](const Configuration& from) { return format_bytes(read_field(field, from)); }};
}

/// `read` turns text into the member's type, nothing where it is not allowed; `write` is its inverse.
template <class Field, class Read, class Write>
SettingType parsed_setting(Field field, std::string allowed, Read read, Write write) {
  return {ValueKind::text, std::move(allowed),
          [=](Configuration& to, std::span<const std::string> parts) {
            auto value = read(parts[0]);
            if (!value) return false;
            field(to) = std::move(*value);
            return true;
          },
          [=](const Configuration& from) -> std::string { return write(read_field(field, from)); }};
}

/// A number from `least` to `most`, or nothing. `member` gives a std::optional<double>&.
template <class Field>
SettingType optional_number_setting(Field field, std::string allowed, double least, double most) {
  auto type = parsed_setting(
      field, std::move(allowed),
      [least, most](const std::string& text) -> std::optional<std::optional<double>> {
        const auto value = parse_number(text);
        if (!value || !(*value >= least && *value <= most)) return std::nullopt;
        return std::optional{*value};
      },
      [](const std::optional<double>& value) { return value ? format_number(*value) : std::string{}; });
  type.kind = ValueKind::number;
  return type;
}

template <class Field>
SettingType text_setting(Field field, std::string allowed = "text") {
  return parsed_setting(
      field, std::move(allowed), [](const std::string& text) { return std::optional{text}; },
      [](const std::string& text) { return text; });
}

/// Every item must pass `good`.
template <class Field, class Good>
SettingType list_setting(Field field, std::string allowed, Good good) {
  return {ValueKind::list, std::move(allowed),
          [=](Configuration& to, std::span<const std::string> parts) {
            for (const auto& part : parts) {
              if (!good(part)) return false;
            }
            field(to).assign(parts.begin(), parts.end());
            return true;
          },
          [field](const Configuration& from) {
            std::string out;
            for (const auto& item : read_field(field, from)) out.append(out.empty() ? "" : ",").append(item);
            return out;
          }};
}

template <class Enum>
struct Choice {
  Enum value;
  std::string_view name;
};

template <class Field, class Enum, std::size_t Count>
SettingType choice_setting(Field field, std::array<Choice<Enum>, Count> choices) {
  std::string allowed;
  for (std::size_t i = 0; i < Count; ++i) {
    allowed.append(i == 0 ? "" : (i + 1 == Count ? " or " : ", ")).append(choices[i].name);
  }
  return parsed_setting(
      field, std::move(allowed),
      [choices](const std::string& text) -> std::optional<Enum> {
        for (const auto& choice : choices) {
          if (choice.name == trim(text)) return choice.value;
        }
        return std::nullopt;
      },
      [choices](const Enum& value) {
        for (const auto& choice : choices) {
          if (choice.value == value) return std::string{choice.name};
        }
        return std::string{};
      });
}

}  // namespace assay::cli
