#include "http/submission_request.hpp"

#include <algorithm>

#include "base/json_reader.hpp"
#include "base/utf8.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"

namespace assay::http {
namespace {

using base::JsonDocument;
using base::JsonType;
using base::JsonValue;

constexpr std::size_t kMaxFilename = 1024;
constexpr std::size_t kMaxModel = 256;
constexpr std::size_t kMaxReviewers = 16;
constexpr std::int64_t kMaxSamples = 9;
constexpr std::size_t kMaxNamed = 32;      // unknown fields that are named
constexpr std::size_t kMaxNameBytes = 64;  // of each

using Failure = std::optional<Response>;

Response refuse(std::string_view field, std::string sentence) {
  return problem(422, "invalid_argument", std::move(sentence), std::string{field});
}

Response wrong_type(std::string_view field, std::string_view expected, const JsonValue& found) {
  return refuse(field, std::string{"\""}
                               .append(field)
                               .append("\" must be ")
                               .append(expected)
                               .append(", not ")
                               .append(to_string(found.type())) +
                           ".");
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

class Reader {
 public:
  Reader(SubmissionRequest& request, std::size_t max_code_bytes)
      : request_(request), max_code_bytes_(max_code_bytes) {}

  Failure read(const JsonValue& root) {
    if (root.type() != JsonType::object) {
      return problem(422, "invalid_argument",
                     "The body must be an object with \"language\" and \"code\", not " +
                         std::string{to_string(root.type())} + ".");
    }
    bool has_language = false;
    bool has_code = false;
    for (const auto& [name, value] : root.members()) {
      Failure failure;
      if (name == "language") {
        has_language = true;
        failure = read_language(value);
      } else if (name == "code") {
        has_code = true;
        failure = read_code(value);
      } else if (name == "filename") {
        failure = read_filename(value);
      } else if (name == "options") {
        failure = read_options(value);
      } else {
        ignore(name);
      }
      if (failure) return failure;
    }
    if (!has_language)
      return refuse("language",
                    "\"language\" is missing: one of " + language_names(AutoLanguage::listed) + ".");
    if (!has_code) return refuse("code", "\"code\" is missing: the code to review, as a string.");
    return std::nullopt;
  }

 private:
  Failure read_language(const JsonValue& value) {
    const auto text = value.as_string();
    if (!text) return wrong_type("language", "a string", value);
    const auto language = core::parse_language(*text);
    if (!language) {
      const auto shown = base::utf8_prefix(*text, kMaxNameBytes);
      return refuse("language", "\"language\" must be one of " + language_names(AutoLanguage::listed) +
                                    ", not \"" + std::string{shown} +
                                    (shown.size() < text->size() ? "…\"." : "\"."));
    }
    request_.input.language = *language;
    return std::nullopt;
  }

  Failure read_code(const JsonValue& value) {
    const auto text = value.as_string();
    if (!text) return wrong_type("code", "a string", value);
    if (text->empty()) return refuse("code", "\"code\" must not be empty.");
    if (text->size() > max_code_bytes_) {
      return problem(413, "too_large",
                     "\"code\" has " + std::to_string(text->size()) + " bytes; at most " +
                         std::to_string(max_code_bytes_) + " are allowed.",
                     "code");
    }
    request_.input.code = *text;
    return std::nullopt;
  }

  Failure read_filename(const JsonValue& value) {
    if (value.is_null()) {
      request_.input.filename.clear();
      return std::nullopt;
    }
    const auto text = value.as_string();
    if (!text) return wrong_type("filename", "a string or null", value);
    if (text->size() > kMaxFilename) {
      return refuse("filename", "\"filename\" must have at most " + std::to_string(kMaxFilename) + " bytes.");
    }
    if (has_control_characters(*text))
      return refuse("filename", "\"filename\" must not have control characters.");
    request_.input.filename = *text;
    return std::nullopt;
  }

  Failure read_options(const JsonValue& value) {
    auto& options = request_.input.options;
    options = {};
    if (value.is_null()) return std::nullopt;
    if (value.type() != JsonType::object) return wrong_type("options", "an object", value);
    for (const auto& [name, option] : value.members()) {
      if (option.is_null()) continue;  // the default
      Failure failure;
      if (name == "reviewers") {
        failure = read_reviewers(option);
      } else if (name == "model") {
        failure = read_model(option);
      } else if (name == "samples") {
        failure = read_samples(option);
      } else if (name == "min_severity") {
        failure = read_min_severity(option);
      } else if (name == "no_cache") {
        const auto flag = option.as_bool();
        if (!flag) return wrong_type("options.no_cache", "true or false", option);
        options.no_cache = *flag;
      } else {
        ignore(std::string{"options."}.append(name));
      }
      if (failure) return failure;
    }
    return std::nullopt;
  }

  Failure read_reviewers(const JsonValue& value) {
    if (value.type() != JsonType::array) return wrong_type("options.reviewers", "an array of strings", value);
    const auto items = value.items();
    if (items.size() > kMaxReviewers) {
      return refuse("options.reviewers",
                    "\"options.reviewers\" must have at most " + std::to_string(kMaxReviewers) + " items.");
    }
    request_.input.options.reviewers.clear();
    for (const auto& item : items) {
      const auto name = item.as_string();
      if (!name) return wrong_type("options.reviewers", "an array of strings", item);
      if (name->empty() || name->size() > kMaxNameBytes || has_control_characters(*name)) {
        return refuse("options.reviewers", "\"options.reviewers\" has a name that can't be a reviewer's.");
      }
      request_.input.options.reviewers.emplace_back(*name);
    }
    return std::nullopt;
  }

  Failure read_model(const JsonValue& value) {
    const auto text = value.as_string();
    if (!text) return wrong_type("options.model", "a string", value);
    if (text->size() > kMaxModel || has_control_characters(*text)) {
      return refuse("options.model",
                    "\"options.model\" must be a name of at most " + std::to_string(kMaxModel) + " bytes.");
    }
    request_.input.options.model = *text;
    return std::nullopt;
  }

  Failure read_samples(const JsonValue& value) {
    const auto number = value.as_int();
    if (!number || *number < 1 || *number > kMaxSamples) {
      return refuse("options.samples",
                    "\"options.samples\" must be an integer from 1 to " + std::to_string(kMaxSamples) + ".");
    }
    request_.input.options.samples = static_cast<int>(*number);
    return std::nullopt;
  }

  Failure read_min_severity(const JsonValue& value) {
    const auto text = value.as_string();
    const auto severity = text ? core::parse_severity(*text) : std::nullopt;
    if (!severity)
      return refuse("options.min_severity", "\"options.min_severity\" must be one of low, med, high.");
    request_.input.options.min_severity = *severity;
    return std::nullopt;
  }

  void ignore(std::string_view name) {
    if (request_.ignored_fields.size() == kMaxNamed) return;
    request_.ignored_fields.emplace_back(base::utf8_prefix(name, kMaxNameBytes));
  }

  SubmissionRequest& request_;
  std::size_t max_code_bytes_;
};

}  // namespace

tl::expected<SubmissionRequest, Response> read_submission(std::string_view body, std::size_t max_code_bytes,
                                                          UnknownFields unknown) {
  const auto document = JsonDocument::parse(body);
  if (!document) {
    return tl::unexpected(
        problem(400, "invalid_argument", "The body can't be read: " + document.error().message + "."));
  }
  SubmissionRequest request;
  if (auto failure = Reader{request, max_code_bytes}.read(document->root()))
    return tl::unexpected(std::move(*failure));
  if (unknown == UnknownFields::refused && !request.ignored_fields.empty()) {
    const auto& first = request.ignored_fields.front();
    return tl::unexpected(refuse(first, "\"" + first + "\" is not known here."));
  }
  return request;
}

}  // namespace assay::http
