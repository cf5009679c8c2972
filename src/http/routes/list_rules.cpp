#include <algorithm>

#include "base/json_writer.hpp"
#include "core/ports/rule_catalog.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

constexpr std::size_t kMaxSearch = 256;

struct Filter {
  std::optional<core::Language> language;
  std::optional<core::Category> category;
  std::optional<core::Severity> severity;
  std::string text;  ///< in lower case
};

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return out;
}

base::Result<Filter> read_filter(const Request& request) {
  const auto query = Query::parse(request.query);
  if (!query) return base::fail(query.error());
  Filter filter;
  auto language = query->language("language");
  if (!language) return base::fail(language.error());
  filter.language = *language;
  if (const auto name = query->text("category"); name && !name->empty()) {
    filter.category = core::parse_category(*name);
    if (!filter.category)
      return base::fail(base::Errc::invalid_argument, "There is no such category.", "category");
  }
  if (const auto name = query->text("severity"); name && !name->empty()) {
    filter.severity = core::parse_severity(*name);
    if (!filter.severity)
      return base::fail(base::Errc::invalid_argument, "\"severity\" must be one of low, med, high.",
                        "severity");
  }
  filter.text = lower(query->text("q").value_or(""));
  if (filter.text.size() > kMaxSearch)
    return base::fail(base::Errc::invalid_argument,
                      "\"q\" must have at most " + std::to_string(kMaxSearch) + " bytes.", "q");
  return filter;
}

bool matches(const core::RuleInfo& rule, const Filter& filter) {
  if (filter.language && !rule.languages.empty() &&
      std::ranges::find(rule.languages, *filter.language) == rule.languages.end())
    return false;
  if (filter.category && rule.category != *filter.category) return false;
  if (filter.severity && rule.severity != *filter.severity) return false;
  const auto has = [&](const std::string& text) {
    return lower(text).find(filter.text) != std::string::npos;
  };
  return filter.text.empty() || has(rule.id) || has(rule.message) || has(rule.detail);
}

void write_rule(base::JsonWriter& json, const core::RuleInfo& rule) {
  json.begin_object().field("id", rule.id).key("languages").begin_array();
  for (const auto language : rule.languages) json.value(core::to_string(language));
  json.end_array().field("severity", core::to_string(rule.severity));
  json.field("category", core::to_string(rule.category)).field("confidence", rule.confidence);
  json.key("cwe").begin_array();
  for (const int cwe : rule.cwe) json.value(cwe);
  json.end_array().field("title", rule.message).field("detail", rule.detail).field("has_fix", rule.has_fix);
  json.field("origin", rule.own ? "own" : "built-in").field("enabled", rule.enabled);
  const auto examples = [&](std::string_view name, const std::vector<std::string>& all) {
    json.key(name).begin_array();
    for (const auto& example : all) json.value(example);
    json.end_array();
  };
  examples("bad_examples", rule.bad_examples);
  examples("ok_examples", rule.ok_examples);
  json.end_object();
}

}  // namespace

Reply list_rules(Api& api, const Request& request) {
  const auto filter = read_filter(request);
  if (!filter) return problem(filter.error());
  Response response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object().key("items").begin_array();
  std::int64_t total = 0;
  for (const auto& rule : api.rules.rules()) {
    if (!matches(rule, *filter)) continue;
    ++total;
    write_rule(json, rule);
  }
  json.end_array().field("total", total).end_object();
  return response;
}

}  // namespace assay::http
