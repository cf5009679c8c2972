#include "cli/files/file_walk.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace assay::cli {
namespace {

/// A tree of files in memory: path to text. Folders are what stands before a slash; "@" as the text makes a
/// link.
class Tree {
 public:
  Tree(std::initializer_list<std::pair<const std::string, std::string>> files) : files_(files) {}

  FolderReader reader() const {
    FolderReader reader;
    reader.list = [this](const std::string& path) { return list(path); };
    reader.read_ignore_file = [this](const std::string& path) {
      const auto found = files_.find(path.starts_with("/w/") ? path.substr(3) : path);
      return found == files_.end() ? std::string{} : found->second;
    };
    reader.type_of = [this](const std::string& path) -> base::Result<FileType> {
      const auto name = path.starts_with("/w/") ? path.substr(3) : path;
      if (files_.contains(name)) return FileType::file;
      if (name == "." || is_folder(name)) return FileType::folder;
      return base::fail(base::Errc::not_found, path + " can't be read");
    };
    reader.absolute = [](const std::string& path) { return path == "." ? std::string{"/w"} : "/w/" + path; };
    return reader;
  }

  std::vector<std::string> walk(std::vector<std::string> paths, const WalkOptions& options = {}) const {
    FileWalk walk{reader(), std::move(paths), options};
    std::vector<std::string> out;
    while (auto file = walk.next()) {
      out.push_back((file->how == WalkedFile::How::unreadable ? "!" : "") + file->path);
    }
    return out;
  }

  std::set<std::string> locked;  ///< folders that can't be listed

 private:
  bool is_folder(const std::string& name) const {
    const auto prefix = name + "/";
    const auto found = files_.lower_bound(prefix);
    return found != files_.end() && found->first.starts_with(prefix);
  }

  base::Result<std::vector<FolderEntry>> list(const std::string& path) const {
    if (locked.contains(path)) return base::fail(base::Errc::unavailable, path + " can't be read");
    const auto prefix = path == "." ? std::string{} : path + "/";
    std::map<std::string, FileType> entries;
    for (const auto& [name, text] : files_) {
      if (!name.starts_with(prefix)) continue;
      const auto rest = name.substr(prefix.size());
      const auto slash = rest.find('/');
      entries[rest.substr(0, slash)] = slash != std::string::npos ? FileType::folder
                                       : text == "@"              ? FileType::link
                                                                  : FileType::file;
    }
    std::vector<FolderEntry> out;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
      out.push_back({entry->first, entry->second});
    return out;
  }

  std::map<std::string, std::string> files_;
};

using Paths = std::vector<std::string>;

TEST(FileWalk, gives_files_in_path_order) {
  const Tree tree{{"b.c", ""}, {"a/z.c", ""}, {"a/b/c.c", ""}, {"a.c", ""}, {"ab.c", ""}};
  EXPECT_EQ(tree.walk({"."}), (Paths{"a.c", "a/b/c.c", "a/z.c", "ab.c", "b.c"}));
  EXPECT_EQ(tree.walk({"a", "b.c"}), (Paths{"a/b/c.c", "a/z.c", "b.c"}));
}

TEST(FileWalk, honours_ignore_files_of_every_folder) {
  const Tree tree{{".gitignore", "*.log\n/build/\n!keep.log\n"},
                  {"x.log", ""},
                  {"keep.log", ""},
                  {"build/a.c", ""},
                  {"src/build/b.c", ""},
                  {"src/.gitignore", "gen.c\n!special.log\n"},
                  {"src/gen.c", ""},
                  {"src/special.log", ""},
                  {"src/deep/gen.c", ""},
                  {"src/deep/other.log", ""},
                  {"lib/gen.c", ""}};
  EXPECT_EQ(tree.walk({"."}), (Paths{".gitignore", "keep.log", "lib/gen.c", "src/.gitignore", "src/build/b.c",
                                     "src/special.log"}));
}

TEST(FileWalk, what_lies_in_an_ignored_folder_can_not_be_brought_back) {
  const Tree tree{{".gitignore", "out/\n!out/a.c\n"}, {"out/a.c", ""}, {"b.c", ""}};
  EXPECT_EQ(tree.walk({"."}), (Paths{".gitignore", "b.c"}));
}

TEST(FileWalk, assayignore_wins_over_gitignore) {
  const Tree tree{{".gitignore", "a.c\n"}, {".assayignore", "!a.c\nb.c\n.*\n"}, {"a.c", ""}, {"b.c", ""}};
  EXPECT_EQ(tree.walk({"."}), (Paths{"a.c"}));
}

TEST(FileWalk, reads_the_ignore_files_above_up_to_the_repository) {
  const Tree tree{{".git/config", ""},
                  {".gitignore", "*.log\nsub/x/\n"},
                  {"sub/a.log", ""},
                  {"sub/b.c", ""},
                  {"sub/x/c.c", ""}};
  EXPECT_EQ(tree.walk({"sub"}), (Paths{"sub/b.c"}));
  const Tree outside{{".gitignore", "*.log\n"}, {"sub/a.log", ""}};
  EXPECT_EQ(outside.walk({"sub"}), (Paths{"sub/a.log"})) << "no repository: the folder above has no say";
}

TEST(FileWalk, what_is_named_is_reviewed_whatever_is_ignored) {
  const Tree tree{{".gitignore", "a.c\nout/\n"}, {"a.c", ""}, {"out/b.c", ""}};
  EXPECT_EQ(tree.walk({"a.c", "out"}), (Paths{"a.c", "out/b.c"}));
}

TEST(FileWalk, leaves_out_history_and_links) {
  const Tree tree{{".git/x.c", ""}, {"sub/.hg/x.c", ""}, {"loop", "@"}, {"a.c", ""}};
  EXPECT_EQ(tree.walk({"."}), (Paths{"a.c"}));
}

TEST(FileWalk, include_and_exclude) {
  const Tree tree{{"src/a.py", ""}, {"src/b.js", ""}, {"src/vendor/c.py", ""}, {"test/d.py", ""}};
  EXPECT_EQ(tree.walk({"."}, {{"*.py"}, {}}), (Paths{"src/a.py", "src/vendor/c.py", "test/d.py"}));
  EXPECT_EQ(tree.walk({"."}, {{"*.py"}, {"vendor/", "/test"}}), (Paths{"src/a.py"}));
  EXPECT_EQ(tree.walk({"src"}, {{}, {"src/vendor"}}), (Paths{"src/a.py", "src/b.js"}))
      << "as the user sees the path";
  EXPECT_EQ(tree.walk({"src"}, {{}, {"/vendor"}}), (Paths{"src/a.py", "src/b.js"}))
      << "below the folder named";
}

TEST(FileWalk, tells_what_it_can_not_read_and_goes_on) {
  Tree tree{{"a/x.c", ""}, {"b/y.c", ""}};
  tree.locked.insert("a");
  EXPECT_EQ(tree.walk({".", "gone"}), (Paths{"!a", "b/y.c", "!gone"}));
}

}  // namespace
}  // namespace assay::cli
