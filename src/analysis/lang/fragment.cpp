#include "analysis/lang/fragment.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "analysis/lang/brackets.hpp"

namespace assay::analysis {
namespace {

using core::Language;

constexpr std::size_t kMaxBytes = 300'000;
constexpr int kMaxDepth = 12;

/// Bytes that did not parse; something for each token that the parser had to invent. With `outside` of that
/// only what is in no function.
std::size_t broken(const Tree& tree, const Model* outside = nullptr) {
  std::size_t bytes = 0;
  for (NodeId n = 0; n < tree.size();) {
    if (!tree.has_error(n) || (outside != nullptr && outside->is_function(tree, n))) {
      n = tree.subtree_end(n);
    } else if (tree.is_error(n) || tree.is_missing(n)) {
      bytes += tree.end(n) - tree.start(n) + 1;
      n = tree.subtree_end(n);
    } else {
      ++n;
    }
  }
  return bytes;
}

/// What may stand around code, from outside to inside; further levels are blocks. The first is what is most
/// common in front of a text that lacks its beginning.
using Nesting = std::vector<std::string_view>;

std::vector<Nesting> nestings(Language language) {
  switch (language) {
    case Language::java:
      return {{"class F { ", "void f() { "}, {"class F { ", "class G { ", "void f() { "}};
    case Language::csharp:
      return {{"class F { ", "async void f() { "}, {"namespace N { ", "class F { ", "async void f() { "}};
    case Language::c:
      return {{"void f() { "}};
    case Language::cpp:
      return {{"void f() { "}, {"class F { public: ", "void f() { "}};
    case Language::javascript:
    case Language::typescript:
      return {{"async function f() { "}, {"class F { ", "async f() { "}, {"f({ ", "async f() { "}};
    case Language::go:
      return {{"func f() { "}};
    case Language::rust:
      return {{"fn f() { "}, {"impl F { ", "fn f() { "}};
    case Language::php:
      return {{"function f() { "}, {"class F { ", "function f() { "}};
    default:
      return {};
  }
}

Frame frame_of(const Nesting& nesting, int depth, const CutBrackets& cut, std::string_view tag) {
  Frame frame{std::string(tag), cut.closing};
  for (int level = 0; level < depth; ++level) {
    const bool block = level >= static_cast<int>(nesting.size());
    frame.before += block ? "{ " : nesting[static_cast<std::size_t>(level)];
  }
  for (int level = depth; level-- > cut.unopened;) {
    const bool call =
        level < static_cast<int>(nesting.size()) && nesting[static_cast<std::size_t>(level)].ends_with("({ ");
    frame.after += call ? " })" : " }";
  }
  return frame;
}

std::vector<Frame> braced_frames(Language language, std::string_view text) {
  const bool untagged = language == Language::php && text.find("<?") == std::string_view::npos;
  if (language == Language::php && !untagged && !text.starts_with("<?")) return {};
  const std::string_view tag = untagged ? "<?php " : "";
  const CutBrackets cut = cut_brackets(language, text);
  if (cut.unopened > kMaxDepth) return {};
  std::vector<Frame> frames;
  const auto add = [&frames](Frame frame) {
    const bool known = std::any_of(frames.begin(), frames.end(), [&frame](const Frame& other) {
      return other.before == frame.before && other.after == frame.after;
    });
    if (!known && (!frame.before.empty() || !frame.after.empty())) frames.push_back(std::move(frame));
  };
  // An opening tag must come first, so that nothing can stand in front of such a text.
  if (language == Language::php && !untagged) {
    add({"", cut.closing});
    return frames;
  }
  for (const Nesting& nesting : nestings(language)) {
    const int levels = static_cast<int>(nesting.size());
    for (int depth = cut.unopened; depth <= std::max(cut.unopened, levels); ++depth) {
      add(frame_of(nesting, depth, cut, tag));
    }
  }
  return frames;
}

/// Python: an `if` for every level of indentation that the text comes back to.
std::vector<Frame> indented_frames(std::string_view text) {
  struct Level {
    std::size_t indent;
    bool handler;  ///< the line there goes on with a `try`
  };
  std::vector<Level> levels;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::size_t indent = line.find_first_not_of(" \t\r");
    if (indent == std::string_view::npos || line[indent] == '#') continue;
    const std::string_view code = line.substr(indent);
    if (levels.empty() || indent < levels.back().indent) {
      levels.push_back({indent, code.starts_with("except") || code.starts_with("finally")});
    }
    if (indent == 0) break;
  }
  if (levels.empty() || levels.front().indent == 0) return {};
  if (levels.back().indent > 0) levels.push_back({0, false});
  std::string before;
  for (std::size_t i = levels.size(); i-- > 1;) {
    before += std::string(levels[i].indent, text.starts_with("\t") ? '\t' : ' ');
    before += levels[i].handler ? "try:\n" : "if True:\n";
  }
  return {{before, ""}};
}

}  // namespace

std::optional<Tree> parse_fragment(const Model& model, const Tree& written, std::chrono::milliseconds limit) {
  const std::string_view text = written.text();
  const Language language = model.language();
  // PHP without its tag is one text to the parser, with no error in it.
  const bool untagged = language == Language::php && text.find("<?") == std::string_view::npos;
  if (text.size() > kMaxBytes || (!untagged && !written.has_error(written.root()))) return std::nullopt;
  std::size_t best = untagged ? text.size() : broken(written);
  const std::size_t bound = best / 2;
  // In C, where each bracket has its other half, code around the text changes nothing inside a function, and
  // what is broken there are macros. In other languages a function may be one only with the class around it.
  if (language == Language::c || language == Language::cpp) {
    const CutBrackets cut = cut_brackets(language, text);
    const bool balanced = cut.unopened == 0 && cut.closing.empty();
    if (balanced && best - broken(written, &model) > bound) return std::nullopt;
  }
  std::optional<Tree> found;
  for (const Frame& frame :
       language == Language::python ? indented_frames(text) : braced_frames(language, text)) {
    auto tree = Tree::parse(model.grammar(), text, limit, frame);
    if (!tree) return found;
    const std::size_t left = broken(*tree);
    if (left >= best || left > bound) continue;
    best = left;
    found = std::move(*tree);
    if (best == 0) break;
  }
  return found;
}

}  // namespace assay::analysis
