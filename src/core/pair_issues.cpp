#include "core/pair_issues.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "core/input_files.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/merge.hpp"

namespace assay::core {
namespace {

using Places = std::vector<std::size_t>;

/// Issues of both sides that could be the same.
struct Group {
  Places before;
  Places after;
};

class Pairing {
 public:
  Pairing(const std::vector<const Issue*>& before, const std::vector<const Issue*>& after)
      : before_(before), after_(after), after_of_(before.size()), taken_(after.size(), false) {}

  /// `key_of(issue)` of a side; an empty key pairs with nothing. `same` decides within a group.
  void match(const std::vector<std::string>& before_keys, const std::vector<std::string>& after_keys,
             auto same) {
    std::map<std::string_view, Group> groups;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (!after_of_[i] && !before_keys[i].empty()) groups[before_keys[i]].before.push_back(i);
    }
    for (std::size_t i = 0; i < after_.size(); ++i) {
      if (!taken_[i] && !after_keys[i].empty()) groups[after_keys[i]].after.push_back(i);
    }
    for (const auto& [key, group] : groups) match_group(group, same);
  }

  std::vector<std::pair<std::size_t, std::size_t>> pairs() const {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t i = 0; i < after_of_.size(); ++i) {
      if (after_of_[i]) out.emplace_back(i, *after_of_[i]);
    }
    return out;
  }

 private:
  /// Nearest places first, by the sum of the places in the group: two pairs of the same sum never want the
  /// same issue, so the choice is the same from both sides.
  void match_group(const Group& group, auto same) {
    const auto rows = group.before.size();
    const auto columns = group.after.size();
    if (rows == 0 || columns == 0) return;
    for (std::size_t sum = 0; sum + 1 < rows + columns; ++sum) {
      const auto first = sum < columns ? 0 : sum - columns + 1;
      for (auto row = first; row <= sum && row < rows; ++row) {
        const auto i = group.before[row];
        const auto j = group.after[sum - row];
        if (after_of_[i] || taken_[j] || !same(*before_[i], *after_[j])) continue;
        after_of_[i] = j;
        taken_[j] = true;
      }
    }
  }

  const std::vector<const Issue*>& before_;
  const std::vector<const Issue*>& after_;
  std::vector<std::optional<std::size_t>> after_of_;
  std::vector<bool> taken_;
};

/// A key within the pair of files, which has the number of the file before on both sides; empty where the
/// file has no counterpart.
std::string in_pair(int file_before, bool paired, std::string key) {
  return paired && !key.empty() ? std::to_string(file_before) + '\n' + key : std::string{};
}

}  // namespace

FilePairs pair_files(const ReviewInput& before, const ReviewInput& after) {
  const auto old_texts = texts_of(before);
  const auto new_texts = texts_of(after);
  FilePairs pairs{std::vector<int>(old_texts.size(), FilePairs::kNone),
                  std::vector<int>(new_texts.size(), FilePairs::kNone)};
  const auto join = [&](std::size_t i, std::size_t j) {
    pairs.after_of[i] = static_cast<int>(j);
    pairs.before_of[j] = static_cast<int>(i);
  };
  if (before.files.empty() && after.files.empty()) {
    join(0, 0);
    return pairs;
  }
  std::map<std::string_view, std::size_t> by_path;
  for (std::size_t j = 0; j < new_texts.size(); ++j) by_path.emplace(new_texts[j].path, j);
  for (std::size_t i = 0; i < old_texts.size(); ++i) {
    if (const auto same = by_path.find(old_texts[i].path); same != by_path.end()) join(i, same->second);
  }
  std::multimap<std::string_view, std::size_t> by_code;
  for (std::size_t j = 0; j < new_texts.size(); ++j) {
    if (pairs.before_of[j] == FilePairs::kNone && !new_texts[j].code.empty())
      by_code.emplace(new_texts[j].code, j);
  }
  for (std::size_t i = 0; i < old_texts.size(); ++i) {
    if (pairs.after_of[i] != FilePairs::kNone) continue;
    if (const auto same = by_code.find(old_texts[i].code); same != by_code.end()) {
      join(i, same->second);
      by_code.erase(same);
    }
  }
  return pairs;
}

int text_of(const Issue& issue, const ReviewInput& input) {
  const auto file = std::ranges::find(input.files, issue.path, &InputFile::path);
  return file == input.files.end() ? 0 : static_cast<int>(file - input.files.begin());
}

std::vector<const Issue*> in_text_order(const std::vector<Issue>& issues, const ReviewInput& input) {
  std::vector<std::pair<std::pair<int, int>, const Issue*>> placed;
  placed.reserve(issues.size());
  for (const auto& issue : issues)
    placed.emplace_back(std::pair{text_of(issue, input), issue.lines ? issue.lines->start : 0}, &issue);
  std::ranges::stable_sort(placed, {}, [](const auto& item) { return item.first; });
  std::vector<const Issue*> out;
  out.reserve(placed.size());
  for (const auto& [place, issue] : placed) out.push_back(issue);
  return out;
}

std::vector<std::pair<std::size_t, std::size_t>> pair_issues(const std::vector<const Issue*>& before,
                                                             const ReviewInput& before_input,
                                                             const std::vector<const Issue*>& after,
                                                             const ReviewInput& after_input,
                                                             const FilePairs& files) {
  const auto keys = [&](auto make_key) {
    std::pair<std::vector<std::string>, std::vector<std::string>> out;
    for (const auto* issue : before) {
      const int file = text_of(*issue, before_input);
      const bool paired = files.after_of[static_cast<std::size_t>(file)] != FilePairs::kNone;
      out.first.push_back(in_pair(file, paired, make_key(*issue)));
    }
    for (const auto* issue : after) {
      const int file = files.before_of[static_cast<std::size_t>(text_of(*issue, after_input))];
      out.second.push_back(in_pair(file, file != FilePairs::kNone, make_key(*issue)));
    }
    return out;
  };
  Pairing pairing{before, after};
  const auto [old_exact, new_exact] = keys([](const Issue& issue) { return finding_key(issue); });
  pairing.match(old_exact, new_exact, [](const Issue&, const Issue&) { return true; });
  // A model words the same finding differently each time: then what it quotes decides.
  const auto [old_quoted, new_quoted] = keys([](const Issue& issue) {
    return issue.quote.empty() ? std::string{} : quote_key(issue) + std::string{to_string(issue.category)};
  });
  pairing.match(old_quoted, new_quoted, [](const Issue& a, const Issue& b) { return same_claim(a, b); });
  return pairing.pairs();
}

}  // namespace assay::core
