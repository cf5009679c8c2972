#include <cctype>

#include "analysis/names/names.hpp"

namespace assay::analysis {
namespace {

bool has_interpolation(const Tree& tree, const Model& model, NodeId literal) {
  for (NodeId n = literal + 1; n < tree.subtree_end(literal); ++n) {
    if (model.role(tree, n) == Role::interpolation || model.role(tree, n) == Role::identifier) return true;
  }
  return false;
}

std::string decode_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    switch (c) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'r':
        out += '\r';
        break;
      case '0':
        out += '\0';
        break;
      case '\n':
        break;
      case '\\':
      case '\'':
      case '"':
      case '`':
      case '/':
        out += c;
        break;
      default:  // left as written: rules look for words in strings, not for control characters
        out += '\\';
        out += c;
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> literal_content(const Tree& tree, const Model& model, NodeId literal) {
  if (has_interpolation(tree, model, literal)) return std::nullopt;
  std::string_view text = tree.text(literal);
  bool raw = false;
  std::size_t hashes = 0;
  while (!text.empty() && text.front() != '"' && text.front() != '\'' && text.front() != '`') {
    const char c = text.front();
    if (c == 'r' || c == 'R' || c == '@') raw = true;
    if (c == '#') ++hashes;
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '#' && c != '@' && c != '$')
      return std::string(text);
    text.remove_prefix(1);
  }
  if (text.size() < 2) return std::string(text);
  const char quote = text.front();
  const bool triple = text.size() >= 6 && text[1] == quote && text[2] == quote;
  const std::size_t width = triple ? 3 : 1;
  text.remove_prefix(width);
  if (hashes > 0 && text.ends_with('#')) text.remove_suffix(std::min(hashes, text.size()));
  text.remove_suffix(std::min(width, text.size()));
  // C++: R"delimiter(...)delimiter"
  if (model.language() == core::Language::cpp && raw) {
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open != std::string_view::npos && close != std::string_view::npos && close > open) {
      return std::string(text.substr(open + 1, close - open - 1));
    }
  }
  if (quote == '`' && model.language() == core::Language::go) raw = true;
  return raw ? std::string(text) : decode_escapes(text);
}

}  // namespace assay::analysis
