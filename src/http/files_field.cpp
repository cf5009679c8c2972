#include "http/files_field.hpp"

#include <set>

#include "core/input_files.hpp"
#include "http/language_field.hpp"
#include "http/problem.hpp"

namespace assay::http {
namespace {

using base::JsonType;
using base::JsonValue;

Refusal read_path(const JsonValue& value, const std::string& name, core::InputFile& file) {
  const auto text = value.as_string();
  if (!text) return refuse_type(name, "a string", value);
  if (const auto wrong = core::path_problem(*text); !wrong.empty())
    return refuse_field(name, "\"" + name + "\" " + std::string{wrong} + ".");
  file.path = *text;
  return std::nullopt;
}

Refusal read_file(const JsonValue& value, const std::string& name, core::InputFile& file,
                  IgnoredFields& ignored) {
  if (value.type() != JsonType::object)
    return refuse_type(name, "an object with \"path\" and \"code\"", value);
  bool has_path = false;
  bool has_code = false;
  for (const auto& [member, content] : value.members()) {
    Refusal refusal;
    if (member == "path") {
      has_path = true;
      refusal = read_path(content, name + ".path", file);
    } else if (member == "code") {
      has_code = true;
      const auto text = content.as_string();
      if (!text) return refuse_type(name + ".code", "a string", content);
      file.code = *text;
    } else if (member == "language") {
      if (!content.is_null()) refusal = read_language(content, name + ".language", file.language);
    } else {
      ignored.add(name + "." + std::string{member});
    }
    if (refusal) return refusal;
  }
  if (!has_path) return refuse_field(name + ".path", "\"" + name + ".path\" is missing: where the file is.");
  if (!has_code)
    return refuse_field(name + ".code", "\"" + name + ".code\" is missing: what is in the file.");
  return std::nullopt;
}

}  // namespace

Refusal read_files(const JsonValue& value, std::size_t max_code_bytes, std::vector<core::InputFile>& files,
                   IgnoredFields& ignored) {
  files.clear();
  if (value.type() != JsonType::array) return refuse_type("files", "an array of objects", value);
  const auto items = value.items();
  if (items.empty() || items.size() > kMaxFiles) {
    return refuse_field("files", "\"files\" must have 1 to " + std::to_string(kMaxFiles) + " files, not " +
                                     std::to_string(items.size()) + ".");
  }
  std::set<std::string> paths;
  std::size_t bytes = 0;
  for (const auto& item : items) {
    const auto name = "files[" + std::to_string(files.size()) + "]";
    core::InputFile file;
    file.language = core::Language::automatic;
    if (auto refusal = read_file(item, name, file, ignored)) return refusal;
    if (!paths.insert(file.path).second)
      return refuse_field(name + ".path", "\"" + name + ".path\" is the same as that of an earlier file.");
    bytes += file.code.size();
    if (bytes > max_code_bytes) {
      return problem(
          413, "too_large",
          "The files have more than " + std::to_string(max_code_bytes) + " bytes of code together.", "files");
    }
    files.push_back(std::move(file));
  }
  return std::nullopt;
}

}  // namespace assay::http
