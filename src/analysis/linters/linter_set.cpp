#include "analysis/linters/linter_set.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>

#include "analysis/linters/tool_run.hpp"
#include "analysis/syntax/lines.hpp"

namespace assay::analysis {
namespace {

namespace fs = std::filesystem;

constexpr int kRowsVersion = 1;  ///< raise it with any change of a row or an argument
constexpr std::size_t kMaxTitle = 200;
constexpr std::size_t kMaxQuote = 600;
constexpr std::size_t kMaxIssuesPerTool = 200;
constexpr std::chrono::milliseconds kForVersion{15'000};

std::vector<std::string> search_path(const LinterOptions& options) {
  std::vector<std::string> folders = options.folders;
  const char* variable = std::getenv("PATH");
  std::string_view path = variable == nullptr ? "/usr/bin:/bin" : variable;
  while (!path.empty()) {
    const auto colon = std::min(path.find(':'), path.size());
    // A relative entry would be looked up where Assay happens to stand: that may be the code under review.
    if (path.starts_with('/')) folders.emplace_back(path.substr(0, colon));
    path.remove_prefix(std::min(colon + 1, path.size()));
  }
  return folders;
}

std::string find_program(std::string_view name, const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    const std::string path = folder + "/" + std::string{name};
    std::error_code error;
    if (fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0)
      return fs::absolute(path).string();
  }
  return {};
}

/// `folders` are node_modules/.bin: packages lie beside.
std::string find_package(std::string_view name, const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    const fs::path path = fs::path(folder).parent_path() / name;
    std::error_code error;
    if (fs::is_regular_file(path / "package.json", error)) return fs::absolute(path).string();
  }
  return {};
}

/// The first thing that looks like a version: "version: 0.9.0", "Cppcheck 2.10".
std::string version_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] < '0' || text[at] > '9') continue;
    const auto end = std::min(text.find_first_not_of("0123456789.", at), text.size());
    const auto found = text.substr(at, end - at);
    if (found.find('.') != std::string_view::npos) return std::string{found};
    at = end;
  }
  return {};
}

/// What a program in a package of npm has to read: the folder that holds node_modules.
std::vector<std::string> readable_for(const std::string& program, const std::string& package) {
  std::vector<std::string> out;
  for (const std::string& path : {program, package}) {
    std::error_code error;
    const std::string real = path.empty() ? std::string{} : fs::canonical(path, error).string();
    const auto modules = real.find("/node_modules/");
    if (modules != std::string::npos)
      out.push_back(real.substr(0, modules));
    else if (!real.empty())
      out.push_back(fs::path(real).parent_path().string());
  }
  return out;
}

/// C's headers are not there, and a path in an #include could name any file: the lines are blanked.
std::string without_includes(const std::string& code) {
  std::string out = code;
  for (std::size_t at = 0; at < out.size();) {
    std::size_t end = std::min(out.find('\n', at), out.size());
    // A directive goes on after a backslash.
    while (end < out.size() && end > at && out[end - 1] == '\\')
      end = std::min(out.find('\n', end + 1), out.size());
    const std::string_view line = std::string_view(out).substr(at, end - at);
    const auto sign = line.find_first_not_of(" \t");
    const bool directive =
        sign != std::string_view::npos &&
        (line[sign] == '#' || line.substr(sign).starts_with("%:") || line.substr(sign).starts_with("?\?="));
    if (directive &&
        (line.find("include") != std::string_view::npos || line.find("import") != std::string_view::npos ||
         line.find("embed") != std::string_view::npos || line.find('\\') != std::string_view::npos)) {
      for (std::size_t i = at; i < end; ++i) {
        if (out[i] != '\n') out[i] = ' ';
      }
    }
    at = end + 1;
  }
  return out;
}

}  // namespace

LinterSet LinterSet::find(LinterOptions options) {
  LinterSet set;
  set.options_ = std::move(options);
  if (!set.options_.enabled) return set;
  const auto folders = search_path(set.options_);
  for (const Linter* linter : all_linters()) {
    Found found;
    found.linter = linter;
    found.program = find_program(linter->program, folders);
    if (found.program.empty()) continue;
    if (!linter->package.empty()) {
      found.package = find_package(linter->package, set.options_.folders);
      if (found.package.empty()) continue;
    }
    InstalledLinter installed;
    installed.name = linter->name;
    installed.path = found.package.empty() ? found.program : found.package;
    const auto& off = set.options_.off;
    if (std::find(off.begin(), off.end(), installed.name) != off.end()) {
      installed.enabled = false;
      installed.detail = "turned off by analysis.linters_off";
    }
    found.index = set.installed_.size();
    set.installed_.push_back(std::move(installed));
    if (set.installed_.back().enabled) set.found_.push_back(std::move(found));
  }
  return set;
}

bool LinterSet::any_for(core::Language language) const {
  return std::any_of(found_.begin(), found_.end(), [&](const Found& one) {
    const auto& languages = one.linter->languages;
    return std::find(languages.begin(), languages.end(), language) != languages.end();
  });
}

std::string LinterSet::identity() const {
  std::string out;
  for (const Found& one : found_) {
    const InstalledLinter& installed = installed_[one.index];
    const fs::path file =
        one.package.empty() ? fs::path(one.program) : fs::path(one.package) / "package.json";
    std::error_code error;
    // Another version is another file; asking each tool for its version would take a second.
    const auto changed = fs::last_write_time(file, error).time_since_epoch().count();
    out += (out.empty() ? "" : ",") + installed.name + "@" + std::to_string(fs::file_size(file, error)) +
           "-" + std::to_string(changed / 1'000'000'000);
  }
  return out.empty() ? out : out + " rows " + std::to_string(kRowsVersion);
}

std::vector<std::string> LinterSet::versions() const {
  std::vector<std::future<std::string>> asked(installed_.size());
  for (const Found& one : found_) {
    if (one.linter->version_arguments == nullptr) continue;
    asked[one.index] = std::async(std::launch::async, [this, &one] {
      ToolRequest request;
      request.program = one.program;
      request.arguments = one.linter->version_arguments();
      request.readable = readable_for(one.program, one.package);
      request.timeout = kForVersion;
      request.memory_bytes = one.linter->limit_address_space ? request.memory_bytes : 0;
      request.executable = options_.executable;
      const auto said = run_tool(request, {});
      return said && said->exit_code == 0 ? version_in(said->out) : std::string{};
    });
  }
  std::vector<std::string> out(installed_.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (asked[i].valid()) out[i] = asked[i].get();
  }
  return out;
}

LinterSet::Outcome LinterSet::run(const Source& source, const std::stop_token& stop,
                                  const std::vector<std::pair<std::string, std::string>>& beside) const {
  Outcome outcome;
  const LineIndex lines(source.code);
  for (const Found& one : found_) {
    const Linter& linter = *one.linter;
    if (std::find(linter.languages.begin(), linter.languages.end(), source.language) ==
        linter.languages.end())
      continue;
    const bool c = source.language == core::Language::c || source.language == core::Language::cpp;
    const std::string name{linter.file_name(source.language)};
    const std::string config =
        linter.config.empty() ? std::string{} : "{own}/" + std::string{linter.config_name};
    ToolRequest request;
    request.program = one.program;
    request.arguments = linter.arguments({"{code}/" + name, config, source.language, one.package});
    request.code = beside;
    request.code.emplace_back(name, c ? without_includes(source.code) : source.code);
    if (!linter.config.empty()) request.own.emplace_back(linter.config_name, linter.config);
    request.readable = readable_for(one.program, one.package);
    request.among_files = linter.among_files;
    request.timeout = options_.timeout;
    request.memory_bytes = linter.limit_address_space ? request.memory_bytes : 0;
    request.executable = options_.executable;
    const auto said = run_tool(request, stop);
    if (!said && said.error().code == base::Errc::cancelled) return outcome;
    const auto findings =
        said ? linter.parse(*said) : base::Result<std::vector<LinterFinding>>(base::fail(said.error()));
    const InstalledLinter& installed = installed_[one.index];
    if (!findings) {
      outcome.notes.push_back("the linter " + installed.name + " gave nothing: " + findings.error().message);
      outcome.complete = false;
      continue;
    }
    std::size_t kept = 0;
    for (const LinterFinding& finding : *findings) {
      const LinterRow* row = row_of(linter, finding.code);
      const auto line = static_cast<std::uint32_t>(finding.line);
      if (row == nullptr || line > lines.line_count() || ++kept > kMaxIssuesPerTool) continue;
      core::Issue issue;
      issue.title = finding.message.substr(0, kMaxTitle);
      issue.detail = "Found by " + installed.name + " (" + finding.code + ").";
      issue.severity = row->severity;
      issue.category = row->category;
      issue.confidence = row->confidence;
      issue.lines = core::LineRange{finding.line, finding.line};
      issue.path = source.filename;
      std::string_view quote = lines.line_text(line);
      const auto indent = quote.find_first_not_of(" \t");
      if (indent != std::string_view::npos) quote.remove_prefix(indent);
      issue.quote = quote.substr(0, kMaxQuote);
      issue.sources = {"linter:" + installed.name};
      issue.rule_id = installed.name + "." + finding.code;
      if (finding.cwe > 0) issue.cwe = {finding.cwe};
      outcome.issues.push_back(std::move(issue));
    }
  }
  std::stable_sort(
      outcome.issues.begin(), outcome.issues.end(),
      [](const core::Issue& a, const core::Issue& b) { return a.lines->start < b.lines->start; });
  return outcome;
}

}  // namespace assay::analysis
