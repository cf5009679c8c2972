#include "llm/part_context.hpp"

#include <set>

#include "base/utf8.hpp"

namespace assay::llm {
namespace {

using Kind = core::OutlineItem::Kind;

constexpr int kMaxSignatureLines = 4;
constexpr std::size_t kMaxLineBytes = 200;

class Context {
 public:
  Context(std::span<const std::string_view> lines, core::LineRange part, std::size_t max_bytes)
      : lines_(lines), part_(part), left_(max_bytes) {}

  void add(core::LineRange range) {
    for (int number = range.start; number <= range.end && number < range.start + kMaxSignatureLines;
         ++number) {
      if (number < 1 || number > static_cast<int>(lines_.size())) continue;
      if (number >= part_.start && number <= part_.end) continue;
      const auto text = base::utf8_prefix(lines_[static_cast<std::size_t>(number - 1)], kMaxLineBytes);
      const auto bytes = text.size() + 12;
      if (bytes > left_ || !numbers_.insert(number).second) continue;
      left_ -= bytes;
    }
  }

  std::string take() const {
    std::string out;
    for (const int number : numbers_) {
      out.append("@").append(std::to_string(number)).append(" ");
      out.append(base::utf8_prefix(lines_[static_cast<std::size_t>(number - 1)], kMaxLineBytes)).append("\n");
    }
    return out;
  }

 private:
  std::span<const std::string_view> lines_;
  core::LineRange part_;
  std::size_t left_;
  std::set<int> numbers_;
};

bool holds(const core::OutlineItem& item, int number) {
  return item.lines.start < number && number <= item.lines.end;
}

}  // namespace

std::string part_context(std::span<const std::string_view> lines, core::LineRange part,
                         const core::CodeOutline& outline, std::size_t max_bytes) {
  Context context(lines, part, max_bytes);
  for (const auto& item : outline) {
    if (item.kind != Kind::import && holds(item, part.start)) context.add(item.signature);
  }
  for (const auto& item : outline) {
    if (item.kind == Kind::import) context.add(item.lines);
  }
  for (const auto& item : outline) {
    if (item.kind != Kind::import) context.add(item.signature);
  }
  return context.take();
}

}  // namespace assay::llm
