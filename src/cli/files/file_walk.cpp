#include "cli/files/file_walk.hpp"

#include <algorithm>
#include <array>

namespace assay::cli {
namespace {

constexpr std::array<std::string_view, 3> kHistoryFolders = {".git", ".hg", ".svn"};

std::string with_slash(std::string path) {
  if (!path.ends_with('/')) path += '/';
  return path;
}

std::vector<IgnoreRules> to_rules(const std::vector<std::string>& patterns) {
  std::vector<IgnoreRules> out;
  for (const auto& pattern : patterns) out.emplace_back(pattern);
  return out;
}

std::string_view below(std::string_view prefix, std::string_view path) { return path.substr(prefix.size()); }

/// Order of whole paths: "a.c" before "a/b.c" before "ab.c", because a folder sorts as its name with a slash.
bool before(const FolderEntry& a, const FolderEntry& b) {
  const auto key = [](const FolderEntry& entry) {
    return entry.type == FileType::folder ? entry.name + "/" : entry.name;
  };
  return key(a) < key(b);
}

}  // namespace

FileWalk::FileWalk(FolderReader reader, std::vector<std::string> paths, const WalkOptions& options)
    : reader_(std::move(reader)),
      paths_(paths.begin(), paths.end()),
      include_(to_rules(options.include)),
      exclude_(to_rules(options.exclude)) {}

std::optional<WalkedFile> FileWalk::next() {
  while (true) {
    if (open_.empty()) {
      if (paths_.empty()) return std::nullopt;
      const auto path = std::move(paths_.front());
      paths_.pop_front();
      if (auto file = start(path)) return file;
      continue;
    }
    auto& folder = open_.back();
    levels_.resize(folder.levels);
    if (folder.next == folder.entries.size()) {
      open_.pop_back();
      continue;
    }
    const auto& entry = folder.entries[folder.next++];
    auto shown = folder.shown + entry.name;
    const auto absolute = folder.absolute + entry.name;
    if (entry.type == FileType::file) {
      if (wanted(shown, absolute, EntryKind::file))
        return WalkedFile{std::move(shown), WalkedFile::How::found, {}};
    } else if (entry.type == FileType::folder) {
      if (std::ranges::find(kHistoryFolders, entry.name) != kHistoryFolders.end()) continue;
      if (!wanted(shown, absolute, EntryKind::folder)) continue;
      if (auto unreadable = open(std::move(shown), with_slash(absolute))) return unreadable;
    }
  }
}

std::optional<WalkedFile> FileWalk::start(const std::string& path) {
  const auto type = reader_.type_of(path);
  if (!type) return WalkedFile{path, WalkedFile::How::unreadable, type.error().message};
  if (*type != FileType::folder) return WalkedFile{path, WalkedFile::How::named, {}};
  root_ = with_slash(reader_.absolute(path));
  levels_.clear();
  read_levels_above(root_);
  return open(path, root_);
}

std::optional<WalkedFile> FileWalk::open(std::string shown, std::string absolute) {
  auto entries = reader_.list(shown);
  if (!entries) return WalkedFile{std::move(shown), WalkedFile::How::unreadable, entries.error().message};
  std::ranges::sort(*entries, before);
  read_level(absolute);
  shown = shown == "." ? std::string{} : with_slash(std::move(shown));
  open_.push_back({std::move(shown), std::move(absolute), std::move(*entries), 0, levels_.size()});
  return std::nullopt;
}

void FileWalk::read_levels_above(const std::string& absolute) {
  std::vector<std::string> above;
  bool in_repository = false;
  for (auto here = absolute; here.size() > 1 && !in_repository;) {
    in_repository = reader_.type_of(here + ".git").has_value();
    if (in_repository) break;
    here.resize(here.rfind('/', here.size() - 2) + 1);
    above.push_back(here);
  }
  // Outside a repository the folders above are nobody's business.
  if (!in_repository) return;
  std::ranges::reverse(above);
  for (const auto& prefix : above) read_level(prefix);
}

void FileWalk::read_level(const std::string& prefix) {
  Level level;
  level.git = IgnoreRules{reader_.read_ignore_file(prefix + ".gitignore")};
  level.assay = IgnoreRules{reader_.read_ignore_file(prefix + ".assayignore")};
  if (level.git.empty() && level.assay.empty()) return;
  level.prefix = prefix;
  levels_.push_back(std::move(level));
}

bool FileWalk::wanted(const std::string& shown, const std::string& absolute, EntryKind kind) const {
  if (ignored(absolute, kind) || matches_any(exclude_, shown, absolute, kind)) return false;
  return kind == EntryKind::folder || include_.empty() || matches_any(include_, shown, absolute, kind);
}

bool FileWalk::ignored(const std::string& absolute, EntryKind kind) const {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const auto path = below(level->prefix, absolute);
    for (const auto* rules : {&level->assay, &level->git}) {
      const auto verdict = rules->judge(path, kind);
      if (verdict != IgnoreRules::Verdict::none) return verdict == IgnoreRules::Verdict::ignored;
    }
  }
  return false;
}

/// Users write patterns against the path they see or against what lies below the folder they named: both
/// work.
bool FileWalk::matches_any(const std::vector<IgnoreRules>& patterns, const std::string& shown,
                           const std::string& absolute, EntryKind kind) const {
  return std::ranges::any_of(patterns, [&](const auto& rules) {
    return rules.judge(shown, kind) == IgnoreRules::Verdict::ignored ||
           rules.judge(below(root_, absolute), kind) == IgnoreRules::Verdict::ignored;
  });
}

}  // namespace assay::cli
