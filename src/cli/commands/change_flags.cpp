#include "cli/commands/change_flags.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/files/source_file.hpp"

namespace assay::cli {
namespace {

constexpr std::size_t kMostPatchBytes = 64 * 1024 * 1024;

base::Result<std::string> read_patch(const std::string& name, const Streams& streams) {
  auto text = name == "-" ? streams.read_input() : read_source_file(name, kMostPatchBytes);
  if (text && text->size() > kMostPatchBytes)
    return base::fail(base::Errc::too_large, "--patch: larger than 64 MiB");
  return text;
}

}  // namespace

void ChangeFlags::add_to(CLI::App& command) {
  command
      .add_option_function<std::string>(
          "--diff",
          [this](const std::string& range) {
            diff_ = true;
            range_ = range;
          },
          "only what changed: since the last commit, or in a range of git (A, A..B, A...B)")
      ->type_name("[=RANGE]")
      ->expected(0, 1);
  command.add_flag("--staged", staged_, "only what would be committed");
  command.add_option("--patch", patch_, "only what this unified diff changes; - is standard input")
      ->type_name("FILE");
}

std::string ChangeFlags::problem(const std::vector<std::string>& paths) const {
  if (!given()) return {};
  if ((diff_ && staged_) || (diff_ && !patch_.empty()) || (staged_ && !patch_.empty()))
    return "--diff, --staged and --patch exclude each other";
  if (!patch_.empty() && !paths.empty()) return "--patch names its files itself; leave out the paths";
  if (std::ranges::find(paths, "-") != paths.end())
    return "standard input has no changes to look at; leave out \"-\"";
  return {};
}

ChangeOptions::What ChangeFlags::what() const {
  using What = ChangeOptions::What;
  if (staged_) return What::staged;
  if (!patch_.empty()) return What::patch;
  return range_.find("..") == std::string::npos ? What::working_tree : What::range;
}

base::Result<std::unique_ptr<ChangedSources>> ChangeFlags::open(std::vector<std::string> paths,
                                                                std::optional<core::Language> language,
                                                                const Streams& streams,
                                                                DetectLanguage detect) const {
  ChangeOptions options;
  options.what = what();
  options.range = range_;
  options.paths = std::move(paths);
  options.language = language;
  std::string patch;
  if (options.what == ChangeOptions::What::patch) {
    auto text = read_patch(patch_, streams);
    if (!text) return base::fail(text.error());
    patch = std::move(*text);
  }
  return ChangedSources::open(options, std::move(patch), std::move(detect));
}

}  // namespace assay::cli
