#include "analysis/memory/sizes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace assay::analysis::memory {
namespace {

struct Sized {
  std::string_view name;
  double bytes;
};

constexpr std::array kSizes = {
    Sized{"char", 1},      Sized{"signed char", 1},  Sized{"unsigned char", 1},
    Sized{"int8_t", 1},    Sized{"uint8_t", 1},      Sized{"bool", 1},
    Sized{"BYTE", 1},      Sized{"u8", 1},           Sized{"uchar", 1},
    Sized{"u_char", 1},    Sized{"short", 2},        Sized{"unsigned short", 2},
    Sized{"short int", 2}, Sized{"int16_t", 2},      Sized{"uint16_t", 2},
    Sized{"int", 4},       Sized{"unsigned int", 4}, Sized{"unsigned", 4},
    Sized{"float", 4},     Sized{"int32_t", 4},      Sized{"uint32_t", 4},
    Sized{"wchar_t", 4},   Sized{"long", 8},         Sized{"unsigned long", 8},
    Sized{"long long", 8}, Sized{"double", 8},       Sized{"int64_t", 8},
    Sized{"uint64_t", 8},  Sized{"size_t", 8},       Sized{"unsigned long long", 8},
};

/// Of a text like "const  char ": without qualifiers and double spaces.
std::string plain_type(std::string_view type) {
  std::string out;
  for (std::size_t at = 0; at < type.size();) {
    while (at < type.size() && std::isspace(static_cast<unsigned char>(type[at])) != 0) ++at;
    std::size_t end = at;
    while (end < type.size() && std::isspace(static_cast<unsigned char>(type[end])) == 0) ++end;
    const std::string_view word = type.substr(at, end - at);
    at = end;
    if (word.empty() || word == "const" || word == "volatile" || word == "static" || word == "register")
      continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

}  // namespace

double size_of_type(std::string_view type) {
  const std::string plain = plain_type(type);
  if (plain.ends_with('*')) return 8;
  const auto* found =
      std::find_if(kSizes.begin(), kSizes.end(), [&plain](const Sized& one) { return one.name == plain; });
  return found == kSizes.end() ? 0 : found->bytes;
}

std::optional<double> string_bytes(const FileView& file, NodeId n) {
  const auto text = file.names.string_value(n);
  if (!text) return std::nullopt;
  return static_cast<double>(text->size() + 1);
}

std::optional<double> constant(const FileView& file, State& state, NodeId n) {
  const Tree& tree = file.tree;
  n = file.model.strip(tree, n);
  if (n == kNone) return std::nullopt;
  const std::string_view kind = tree.kind_name(n);
  if (kind == "sizeof_expression") {
    if (const NodeId type = tree.child(n, "type"); type != kNone) {
      const double bytes = size_of_type(tree.text(type));
      if (bytes > 0) return bytes;
      return std::nullopt;
    }
    const NodeId value = file.model.strip(tree, tree.child(n, "value"));
    if (value == kNone) return std::nullopt;
    const Fact* fact = state.find(tree.text(value));
    if (fact != nullptr && fact->array) return fact->bytes;
    // `sizeof(name)` is parsed alike for variables and for types.
    const double bytes = size_of_type(tree.text(value));
    if (bytes > 0) return bytes;
    return std::nullopt;
  }
  if (kind == "binary_expression") {
    const auto left = constant(file, state, tree.child(n, "left"));
    const auto right = constant(file, state, tree.child(n, "right"));
    if (!left || !right) return std::nullopt;
    const std::string_view op = file.model.operator_text(tree, n);
    if (op == "+") return *left + *right;
    if (op == "-") return *left - *right;
    if (op == "*") return *left * *right;
    if (op == "/" && *right != 0) return static_cast<double>(static_cast<long long>(*left / *right));
    if (op == "==") return *left == *right ? 1 : 0;
    if (op == "!=") return *left != *right ? 1 : 0;
    if (op == "<") return *left < *right ? 1 : 0;
    if (op == ">") return *left > *right ? 1 : 0;
    return std::nullopt;
  }
  if (kind == "true") return 1;
  if (kind == "false") return 0;
  if (kind == "call_expression" && tree.text(tree.child(n, "function")) == "strlen") {
    const NodeId argument = tree.named_child(tree.child(n, "arguments"), 0);
    const auto bytes = argument == kNone ? std::nullopt : string_bytes(file, argument);
    if (bytes) return *bytes - 1;
    return std::nullopt;
  }
  return file.names.number_value(n);
}

}  // namespace assay::analysis::memory
