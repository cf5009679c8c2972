#include "http/options_field.hpp"

namespace assay::http {
namespace {

using base::JsonType;
using base::JsonValue;

constexpr std::size_t kMaxModel = 256;
constexpr std::size_t kMaxReviewers = 16;
constexpr std::int64_t kMaxSamples = 9;

Refusal read_reviewers(const JsonValue& value, core::ReviewOptions& options) {
  if (value.type() != JsonType::array) return refuse_type("options.reviewers", "an array of strings", value);
  const auto items = value.items();
  if (items.size() > kMaxReviewers) {
    return refuse_field("options.reviewers", "\"options.reviewers\" must have at most " +
                                                 std::to_string(kMaxReviewers) + " items.");
  }
  options.reviewers.clear();
  for (const auto& item : items) {
    const auto name = item.as_string();
    if (!name) return refuse_type("options.reviewers", "an array of strings", item);
    if (name->empty() || name->size() > kMaxNameBytes || has_control_characters(*name)) {
      return refuse_field("options.reviewers",
                          "\"options.reviewers\" has a name that can't be a reviewer's.");
    }
    options.reviewers.emplace_back(*name);
  }
  return std::nullopt;
}

Refusal read_model(const JsonValue& value, core::ReviewOptions& options) {
  const auto text = value.as_string();
  if (!text) return refuse_type("options.model", "a string", value);
  if (text->size() > kMaxModel || has_control_characters(*text)) {
    return refuse_field("options.model", "\"options.model\" must be a name of at most " +
                                             std::to_string(kMaxModel) + " bytes.");
  }
  options.model = *text;
  return std::nullopt;
}

Refusal read_samples(const JsonValue& value, core::ReviewOptions& options) {
  const auto number = value.as_int();
  if (!number || *number < 1 || *number > kMaxSamples) {
    return refuse_field("options.samples", "\"options.samples\" must be an integer from 1 to " +
                                               std::to_string(kMaxSamples) + ".");
  }
  options.samples = static_cast<int>(*number);
  return std::nullopt;
}

Refusal read_min_severity(const JsonValue& value, core::ReviewOptions& options) {
  const auto text = value.as_string();
  const auto severity = text ? core::parse_severity(*text) : std::nullopt;
  if (!severity)
    return refuse_field("options.min_severity", "\"options.min_severity\" must be one of low, med, high.");
  options.min_severity = *severity;
  return std::nullopt;
}

Refusal read_min_confidence(const JsonValue& value, core::ReviewOptions& options) {
  const auto number = value.as_double();
  if (!number || !(*number >= 0 && *number <= 1))
    return refuse_field("options.min_confidence", "\"options.min_confidence\" must be a number from 0 to 1.");
  options.min_confidence = *number;
  return std::nullopt;
}

Refusal read_max_issues(const JsonValue& value, core::ReviewOptions& options) {
  const auto number = value.as_int();
  if (!number || *number < 1 || *number > core::kMaxShownIssues) {
    return refuse_field("options.max_issues", "\"options.max_issues\" must be an integer from 1 to " +
                                                  std::to_string(core::kMaxShownIssues) + ".");
  }
  options.max_issues = static_cast<int>(*number);
  return std::nullopt;
}

}  // namespace

Refusal read_options(const base::JsonValue& value, core::ReviewOptions& options, IgnoredFields& ignored) {
  options = {};
  if (value.is_null()) return std::nullopt;
  if (value.type() != JsonType::object) return refuse_type("options", "an object", value);
  for (const auto& [name, option] : value.members()) {
    if (option.is_null()) continue;  // the default
    Refusal failure;
    if (name == "reviewers") {
      failure = read_reviewers(option, options);
    } else if (name == "model") {
      failure = read_model(option, options);
    } else if (name == "samples") {
      failure = read_samples(option, options);
    } else if (name == "min_severity") {
      failure = read_min_severity(option, options);
    } else if (name == "min_confidence") {
      failure = read_min_confidence(option, options);
    } else if (name == "max_issues") {
      failure = read_max_issues(option, options);
    } else if (name == "no_cache") {
      const auto flag = option.as_bool();
      if (!flag) return refuse_type("options.no_cache", "true or false", option);
      options.no_cache = *flag;
    } else {
      ignored.add(std::string{"options."}.append(name));
    }
    if (failure) return failure;
  }
  return std::nullopt;
}

}  // namespace assay::http
