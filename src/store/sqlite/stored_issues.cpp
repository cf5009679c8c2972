#include "store/sqlite/stored_issues.hpp"

namespace assay::store {
namespace {
constexpr std::size_t kTitleBytes = 8;
constexpr std::size_t kIssueBytes = kTitleBytes + 2;
}  // namespace

std::string encode_issues(const std::vector<StoredIssue>& issues) {
  std::string out;
  out.reserve(issues.size() * kIssueBytes);
  for (const auto& issue : issues) {
    const auto title = static_cast<std::uint64_t>(issue.title);
    for (std::size_t i = 0; i < kTitleBytes; ++i) out.push_back(static_cast<char>((title >> (8 * i)) & 0xff));
    out.push_back(static_cast<char>(issue.severity));
    out.push_back(static_cast<char>(issue.category));
  }
  return out;
}

std::optional<std::vector<StoredIssue>> decode_issues(std::string_view bytes) {
  if (bytes.size() % kIssueBytes != 0) return std::nullopt;
  std::vector<StoredIssue> issues;
  issues.reserve(bytes.size() / kIssueBytes);
  for (; !bytes.empty(); bytes.remove_prefix(kIssueBytes)) {
    std::uint64_t title = 0;
    for (std::size_t i = 0; i < kTitleBytes; ++i) {
      title |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    }
    const auto severity = static_cast<std::uint8_t>(bytes[kTitleBytes]);
    const auto category = static_cast<std::uint8_t>(bytes[kTitleBytes + 1]);
    if (severity > static_cast<std::uint8_t>(core::Severity::high) || category >= core::kCategories.size()) {
      return std::nullopt;
    }
    issues.push_back({static_cast<std::int64_t>(title), static_cast<core::Severity>(severity),
                      static_cast<core::Category>(category)});
  }
  return issues;
}

}  // namespace assay::store
