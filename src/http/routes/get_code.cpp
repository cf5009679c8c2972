#include "base/json_writer.hpp"
#include "core/input_files.hpp"
#include "core/states_json.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/reader.hpp"

namespace assay::http {
namespace {

void write_files(base::JsonWriter& json, const core::ReviewInput& input) {
  json.key("files").begin_array();
  for (const auto& text : core::texts_of(input)) {
    json.begin_object().field("path", text.path).field("language", to_string(text.language));
    json.field("code", text.code).key("changed");
    core::write_line_ranges(json, text.changed != nullptr ? std::optional{*text.changed} : std::nullopt);
    json.field("complete", text.known == nullptr).end_object();
  }
  json.end_array();
}

void write_options(base::JsonWriter& json, const core::ReviewOptions& options) {
  json.key("options").begin_object().key("reviewers").begin_array();
  for (const auto& name : options.reviewers) json.value(name);
  json.end_array().field("model", options.model).field("samples", options.samples).key("min_severity");
  if (options.min_severity) {
    json.value(to_string(*options.min_severity));
  } else {
    json.null();
  }
  json.key("min_confidence");
  options.min_confidence ? json.value(*options.min_confidence) : json.null();
  json.key("max_issues");
  options.max_issues ? json.value(*options.max_issues) : json.null();
  json.field("no_cache", options.no_cache).end_object();
}

base::Task<Response> find(Api& api, core::Scope scope, core::SubmissionId id) {
  const auto found = co_await api.reader.find_input(std::move(scope), id);
  if (!found) co_return problem(found.error());
  const core::ReviewInput& input = **found;
  Response response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object().field("id", id.str()).field("language", to_string(input.language)).key("filename");
  if (input.filename.empty()) {
    json.null();
  } else {
    json.value(input.filename);
  }
  json.field("code", core::texts_of(input).front().code);
  write_files(json, input);
  write_options(json, input.options);
  json.end_object();
  co_return response;
}

}  // namespace

Reply get_code(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  return find(api, scope_of(request), core::SubmissionId{std::string{request.id}});
}

}  // namespace assay::http
