#include "http/submission_request.hpp"

#include <algorithm>

#include "base/json_reader.hpp"
#include "core/changed_files.hpp"
#include "http/body_fields.hpp"
#include "http/files_field.hpp"
#include "http/language_field.hpp"
#include "http/options_field.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"

namespace assay::http {
namespace {

using base::JsonDocument;
using base::JsonType;
using base::JsonValue;

constexpr std::size_t kMaxFilename = 1024;

class Reader {
 public:
  explicit Reader(std::size_t max_code_bytes) : max_code_bytes_(max_code_bytes) {}

  Refusal read(const JsonValue& root) {
    if (root.type() != JsonType::object) {
      return problem(
          422, "invalid_argument",
          "The body must be an object with \"language\" and \"code\", or \"files\", or \"diff\", not " +
              std::string{to_string(root.type())} + ".");
    }
    for (const auto& [name, value] : root.members()) {
      if (auto refusal = read_member(name, value)) return refusal;
    }
    if (auto refusal = check_shape()) return refusal;
    return diff_.empty() ? std::nullopt : apply_diff();
  }

  SubmissionRequest take() {
    SubmissionRequest request;
    for (auto& file : files_) {
      if (file.language == core::Language::automatic)
        file.language = language_.value_or(core::Language::automatic);
    }
    input_.language = language_.value_or(core::Language::automatic);
    input_.files = std::move(files_);
    request.input = std::move(input_);
    request.ignored_fields = ignored_.take();
    return request;
  }

 private:
  Refusal read_member(std::string_view name, const JsonValue& value) {
    if (name == "language") return read_language(value, name, language_.emplace());
    if (name == "code") return read_code(value);
    if (name == "filename") return read_filename(value);
    if (name == "options") return read_options(value, input_.options, ignored_);
    if (name == "files") {
      has_files_ = true;
      return read_files(value, max_code_bytes_, files_, ignored_);
    }
    if (name == "diff") return read_diff(value);
    if (name == "files_are") return read_side(value);
    ignored_.add(name);
    return std::nullopt;
  }

  Refusal read_code(const JsonValue& value) {
    has_code_ = true;
    const auto text = value.as_string();
    if (!text) return refuse_type("code", "a string", value);
    if (text->empty()) return refuse_field("code", "\"code\" must not be empty.");
    if (text->size() > max_code_bytes_) return too_large("code", text->size());
    input_.code = *text;
    return std::nullopt;
  }

  Refusal read_diff(const JsonValue& value) {
    const auto text = value.as_string();
    if (!text) return refuse_type("diff", "a string", value);
    if (text->empty()) return refuse_field("diff", "\"diff\" must not be empty.");
    // Of every changed line a diff has two, and some around them.
    constexpr std::size_t kDiffPerCode = 2;
    if (text->size() > kDiffPerCode * max_code_bytes_) return too_large("diff", text->size());
    diff_ = *text;
    return std::nullopt;
  }

  Response too_large(std::string_view field, std::size_t size) const {
    return problem(413, "too_large",
                   "\"" + std::string{field} + "\" has " + std::to_string(size) + " bytes; at most " +
                       std::to_string(field == "diff" ? 2 * max_code_bytes_ : max_code_bytes_) +
                       " are allowed.",
                   std::string{field});
  }

  Refusal read_filename(const JsonValue& value) {
    if (value.is_null()) {
      input_.filename.clear();
      return std::nullopt;
    }
    const auto text = value.as_string();
    if (!text) return refuse_type("filename", "a string or null", value);
    if (text->size() > kMaxFilename) {
      return refuse_field("filename",
                          "\"filename\" must have at most " + std::to_string(kMaxFilename) + " bytes.");
    }
    if (has_control_characters(*text))
      return refuse_field("filename", "\"filename\" must not have control characters.");
    input_.filename = *text;
    return std::nullopt;
  }

  Refusal read_side(const JsonValue& value) {
    const auto text = value.as_string();
    if (!text || (*text != "before" && *text != "after"))
      return refuse_field("files_are", "\"files_are\" must be \"before\" or \"after\".");
    side_ = *text == "after" ? core::FilesAre::after : core::FilesAre::before;
    return std::nullopt;
  }

  Refusal check_shape() {
    if (has_code_ && (has_files_ || !diff_.empty())) {
      return refuse_field("code", std::string{"\"code\" can't stand beside \""} +
                                      (has_files_ ? "files" : "diff") + "\": hand in one of them.");
    }
    if (has_code_ && !language_)
      return refuse_field("language",
                          "\"language\" is missing: one of " + language_names(AutoLanguage::listed) + ".");
    if (side_ && diff_.empty())
      return refuse_field("files_are", "\"files_are\" means nothing without \"diff\".");
    if (has_code_ || has_files_ || !diff_.empty()) return std::nullopt;
    if (!language_)
      return refuse_field("language",
                          "\"language\" is missing: one of " + language_names(AutoLanguage::listed) + ".");
    return refuse_field("code",
                        "\"code\" is missing: the code to review, as a string; or \"files\", or \"diff\".");
  }

  Refusal apply_diff() {
    const auto diff = core::parse_unified_diff(diff_);
    if (!diff) return problem(diff.error());
    auto files = core::files_of_diff(*diff, std::move(files_), side_.value_or(core::FilesAre::before),
                                     max_code_bytes_);
    if (!files) return problem(files.error());
    if (files->size() > kMaxFiles) {
      return refuse_field("diff", "The diff changes " + std::to_string(files->size()) + " files; at most " +
                                      std::to_string(kMaxFiles) + " are allowed.");
    }
    files_ = std::move(*files);
    return std::nullopt;
  }

  std::size_t max_code_bytes_;
  core::ReviewInput input_;
  std::optional<core::Language> language_;
  bool has_code_ = false;
  bool has_files_ = false;
  std::vector<core::InputFile> files_;
  std::string_view diff_;
  std::optional<core::FilesAre> side_;
  IgnoredFields ignored_;
};

}  // namespace

tl::expected<SubmissionRequest, Response> read_submission(std::string_view body, std::size_t max_code_bytes,
                                                          UnknownFields unknown) {
  const auto document = JsonDocument::parse(body);
  if (!document) {
    return tl::unexpected(
        problem(400, "invalid_argument", "The body can't be read: " + document.error().message + "."));
  }
  Reader reader{max_code_bytes};
  if (auto refusal = reader.read(document->root())) return tl::unexpected(std::move(*refusal));
  auto request = reader.take();
  if (unknown == UnknownFields::refused && !request.ignored_fields.empty()) {
    const auto& first = request.ignored_fields.front();
    return tl::unexpected(refuse_field(first, "\"" + first + "\" is not known here."));
  }
  return request;
}

}  // namespace assay::http
