#include "core/changed_files.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "core/input_files.hpp"

namespace assay::core {
namespace {

auto refuse_diff(const DiffFile& file, const std::string& what) {
  return base::fail(base::Errc::invalid_argument, "line " + std::to_string(file.at) + " of the diff: " + what,
                    "diff");
}

class Assembly {
 public:
  Assembly(std::vector<InputFile> given, FilesAre side, std::size_t max_bytes)
      : given_(std::move(given)), used_(given_.size(), false), side_(side), left_(max_bytes) {}

  base::Result<void> add(const DiffFile& change) {
    auto* whole = find(side_ == FilesAre::before ? change.old_path : change.new_path);
    if (change.new_path.empty()) return {};
    if (const auto problem = path_problem(change.new_path); !problem.empty())
      return refuse_diff(change, "the path " + std::string{problem});
    if (!paths_.insert(change.new_path).second)
      return refuse_diff(change, "the file \"" + change.new_path + "\" stands in the diff twice");
    InputFile file;
    file.path = change.new_path;
    file.language = whole != nullptr ? whole->language : Language::automatic;
    if (whole != nullptr && side_ == FilesAre::after) {
      if (auto fits = check_applied(change, whole->code); !fits) return fits;
      file.code = std::move(whole->code);
    } else {
      const bool is_new = change.old_path.empty();
      auto code = whole != nullptr ? apply_diff(change, whole->code)
                  : is_new         ? apply_diff(change, {})
                                   : shown_lines(change, left_);
      if (!code) return base::fail(code.error());
      file.code = std::move(*code);
      if (whole == nullptr && !is_new) file.known = known_lines(change);
    }
    if (file.code.size() > left_) return refuse_diff(change, "the files are too large together");
    left_ -= file.code.size();
    file.changed = changed_lines(change);
    files_.push_back(std::move(file));
    return {};
  }

  base::Result<std::vector<InputFile>> finish() {
    const auto unused = std::ranges::find(used_, false);
    if (unused != used_.end()) {
      const auto index = unused - used_.begin();
      return base::fail(base::Errc::invalid_argument,
                        "the diff does not change \"" + given_[static_cast<std::size_t>(index)].path + "\"",
                        "files[" + std::to_string(index) + "].path");
    }
    if (files_.empty())
      return base::fail(base::Errc::invalid_argument,
                        "the diff only removes files: nothing is left to review", "diff");
    return std::move(files_);
  }

 private:
  InputFile* find(const std::string& path) {
    const auto file = std::ranges::find(given_, path, &InputFile::path);
    if (path.empty() || file == given_.end()) return nullptr;
    used_[static_cast<std::size_t>(file - given_.begin())] = true;
    return &*file;
  }

  std::vector<InputFile> given_;
  std::vector<bool> used_;
  FilesAre side_;
  std::size_t left_;
  std::set<std::string> paths_;
  std::vector<InputFile> files_;
};

}  // namespace

base::Result<std::vector<InputFile>> files_of_diff(const UnifiedDiff& diff, std::vector<InputFile> given,
                                                   FilesAre side, std::size_t max_bytes) {
  Assembly assembly{std::move(given), side, max_bytes};
  for (const auto& change : diff.files) {
    if (auto added = assembly.add(change); !added) return base::fail(added.error());
  }
  return assembly.finish();
}

}  // namespace assay::core
