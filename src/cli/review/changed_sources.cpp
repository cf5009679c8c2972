#include "cli/review/changed_sources.hpp"

#include <utility>

#include "cli/files/source_file.hpp"
#include "cli/git/git_command.hpp"
#include "core/changed_files.hpp"
#include "core/input_files.hpp"

namespace assay::cli {
namespace {

constexpr std::size_t kMostDiffBytes = 64 * 1024 * 1024;

std::vector<std::string> diff_arguments(const ChangeOptions& options) {
  // Neither the user's configuration nor the repository's may change what the diff looks like or run a
  // program for it.
  std::vector<std::string> out = {"-c",
                                  "core.fsmonitor=false",
                                  "diff",
                                  "--no-color",
                                  "--no-ext-diff",
                                  "--no-textconv",
                                  "--src-prefix=a/",
                                  "--dst-prefix=b/",
                                  "--relative",
                                  "--find-renames"};
  switch (options.what) {
    case ChangeOptions::What::staged:
      out.emplace_back("--cached");
      break;
    case ChangeOptions::What::working_tree:
      out.push_back(options.range.empty() ? "HEAD" : options.range);
      break;
    case ChangeOptions::What::range:
      out.push_back(options.range);
      break;
    case ChangeOptions::What::patch:
      break;
  }
  out.emplace_back("--");
  for (const auto& path : options.paths) out.push_back(path);
  return out;
}

/// The commit on the right of "A..B" or "A...B"; an empty one is HEAD.
std::string end_of_range(const std::string& range) {
  const auto dots = range.rfind("..");
  const auto end = dots == std::string::npos ? std::string{} : range.substr(dots + 2);
  return end.empty() ? "HEAD" : end;
}

ReadAfter reader_of(const ChangeOptions& options) {
  const auto from_git = [](const std::string& revision) {
    return [revision](const std::string& path) {
      return run_git({"show", "--no-textconv", revision + ":./" + path}, kMostFileBytes + 1);
    };
  };
  switch (options.what) {
    case ChangeOptions::What::staged:
      return from_git("");
    case ChangeOptions::What::range:
      return from_git(end_of_range(options.range));
    case ChangeOptions::What::working_tree:
    case ChangeOptions::What::patch:
      break;
  }
  return [](const std::string& path) { return read_source_file(path, kMostFileBytes); };
}

/// A revision of git never begins with a dash: that would be an option of git's.
base::Result<void> check_range(const std::string& range) {
  if (!range.starts_with('-')) return {};
  return base::fail(base::Errc::invalid_argument, "\"" + range + "\" is no range of commits");
}

}  // namespace

base::Result<std::unique_ptr<ChangedSources>> ChangedSources::open(const ChangeOptions& options,
                                                                   std::string patch, DetectLanguage detect) {
  if (options.what != ChangeOptions::What::patch) {
    if (auto checked = check_range(options.range); !checked) return base::fail(checked.error());
    auto diff = run_git(diff_arguments(options), kMostDiffBytes);
    if (!diff) return base::fail(diff.error());
    patch = std::move(*diff);
  }
  return of_diff(std::move(patch), reader_of(options), options.language, std::move(detect));
}

base::Result<std::unique_ptr<ChangedSources>> ChangedSources::of_diff(std::string diff, ReadAfter read,
                                                                      std::optional<core::Language> language,
                                                                      DetectLanguage detect) {
  std::unique_ptr<ChangedSources> out{new ChangedSources};
  out->text_ = std::make_unique<const std::string>(std::move(diff));
  out->read_ = std::move(read);
  out->language_ = language;
  out->detect_ = std::move(detect);
  // No change is nothing to review, not a wrong diff.
  if (out->text_->find_first_not_of(" \t\r\n") == std::string::npos) return out;
  auto parsed = core::parse_unified_diff(*out->text_);
  if (!parsed) return base::fail(parsed.error());
  out->diff_ = std::move(*parsed);
  return out;
}

std::optional<SourceFile> ChangedSources::next() {
  while (next_ < diff_.files.size()) {
    const auto& file = diff_.files[next_++];
    if (!file.new_path.empty()) return load(file);
  }
  return std::nullopt;
}

SourceFile ChangedSources::load(const core::DiffFile& file) {
  SourceFile source;
  source.path = file.new_path;
  core::InputFile whole;
  std::vector<core::InputFile> given;
  // A patch may name anything; only files of this tree are opened.
  auto code = core::path_problem(source.path).empty()
                  ? read_(source.path)
                  : base::Result<std::string>{base::fail(base::Errc::not_found, "no file of this tree")};
  if (code) {
    prepare_source(source, std::move(*code), language_, UnknownLanguage::skipped, detect_);
    if (source.status != report::FileStatus::completed) return source;
    whole.path = source.path;
    whole.code = std::move(source.code);
    given.push_back(std::move(whole));
  }
  core::UnifiedDiff one;
  one.files.push_back(file);
  auto files = core::files_of_diff(one, given, core::FilesAre::after, kMostFileBytes);
  if (!files && !given.empty()) {
    given.front().path = file.old_path.empty() ? file.new_path : file.old_path;
    files = core::files_of_diff(one, std::move(given), core::FilesAre::before, kMostFileBytes);
  }
  if (!files) files = core::files_of_diff(one, {}, core::FilesAre::after, kMostFileBytes);
  if (!files || files->empty()) {
    source.status = report::FileStatus::failed;
    source.error = files ? "the change leaves nothing to review" : files.error().message;
    return source;
  }
  auto& result = files->front();
  source.code = std::move(result.code);
  source.language = language_ ? *language_ : detect_(source.path, source.code);
  source.changed = std::move(result.changed);
  source.known = std::move(result.known);
  return source;
}

}  // namespace assay::cli
