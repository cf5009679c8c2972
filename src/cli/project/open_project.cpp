#include "cli/project/open_project.hpp"

#include <filesystem>

namespace assay::cli {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const std::string& path) {
  std::error_code error;
  fs::path place =
      fs::absolute(path.empty() || path == "-" ? fs::path(".") : fs::path(path), error).lexically_normal();
  if (!fs::is_directory(place, error)) place = place.parent_path();
  if (!place.has_filename()) place = place.parent_path();  // "a/b/" is "a/b"
  return place;
}

/// Empty for none.
fs::path find_project_file(fs::path folder) {
  std::error_code error;
  for (;;) {
    const fs::path file = folder / ".assay.toml";
    if (fs::is_regular_file(file, error)) return file;
    if (fs::exists(folder / ".git", error) || folder == folder.parent_path()) return {};
    folder = folder.parent_path();
  }
}

/// As the reader sees it from here.
std::string shown(const fs::path& file) {
  std::string near = file.lexically_proximate(fs::current_path()).string();
  return near.starts_with("..") ? file.string() : near;
}

}  // namespace

base::Result<std::unique_ptr<ProjectPolicy>> open_project(const ProjectPlace& place,
                                                          const Environment& environment) {
  ProjectFile project;
  const fs::path file = find_project_file(folder_of(place.first_path));
  if (!file.empty()) {
    const auto text = environment.read_file(file.string());
    if (!text) return base::fail(text.error());
    auto parsed = ProjectFile::parse(*text, shown(file));
    if (!parsed) return base::fail(parsed.error());
    project = std::move(*parsed);
  }
  std::optional<Baseline> baseline;
  if (!place.baseline.empty()) {
    const auto text = environment.read_file(place.baseline);
    if (!text) {
      return base::fail(text.error().code, "--baseline: there is no file \"" + place.baseline +
                                               "\" that can be read; --update-baseline makes it");
    }
    auto parsed = Baseline::parse(*text);
    if (!parsed)
      return base::fail(base::Errc::invalid_argument,
                        "--baseline: \"" + place.baseline + "\" is " + parsed.error().message);
    baseline = std::move(*parsed);
  }
  return std::make_unique<ProjectPolicy>(std::move(project), file.parent_path().string(),
                                         fs::current_path().string(), std::move(baseline), place.baseline);
}

}  // namespace assay::cli
