#include "core/review_json.hpp"
#include "http/body_fields.hpp"
#include "http/middleware/json_body.hpp"
#include "http/middleware/preferences.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/issue_triage.hpp"

namespace assay::http {
namespace {

using base::JsonType;
using base::JsonValue;

constexpr std::size_t kMaxReason = 2000;

Refusal read_reason(const JsonValue& value, core::IssueState& state) {
  if (value.is_null()) return std::nullopt;
  const auto text = value.as_string();
  if (!text) return refuse_type("reason", "a string or null", value);
  if (text->size() > kMaxReason)
    return refuse_field("reason", "\"reason\" must have at most " + std::to_string(kMaxReason) + " bytes.");
  state.reason = *text;
  return std::nullopt;
}

Refusal read_change(const JsonValue& root, core::IssueState& state, bool strict) {
  if (root.type() != JsonType::object) {
    return problem(
        422, "invalid_argument",
        "The body must be an object with \"status\", not " + std::string{to_string(root.type())} + ".");
  }
  bool has_status = false;
  for (const auto& [name, value] : root.members()) {
    if (name == "status") {
      const auto text = value.as_string();
      const auto status = text ? core::parse_issue_status(*text) : std::nullopt;
      if (!status) return refuse_field("status", "\"status\" must be one of open, dismissed, fixed.");
      state.status = *status;
      has_status = true;
    } else if (name == "reason") {
      if (auto refusal = read_reason(value, state)) return refusal;
    } else if (strict) {
      const std::string unknown{name.substr(0, kMaxNameBytes)};
      return refuse_field(unknown, "\"" + unknown + "\" is not known here.");
    }
  }
  if (!has_status) return refuse_field("status", "\"status\" is missing: one of open, dismissed, fixed.");
  return std::nullopt;
}

base::Task<Response> set(Api& api, core::Scope scope, core::SubmissionId id, std::string issue_id,
                         core::IssueState state) {
  const auto stated =
      co_await api.triage.set(std::move(scope), std::move(id), std::move(issue_id), std::move(state));
  if (!stated) co_return problem(stated.error());
  co_return json_response(core::encode_issue(stated->issue, stated->state()));
}

}  // namespace

Reply set_issue_state(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  auto document = read_json_body(request);
  if (!document) return std::move(document.error());
  core::IssueState state;
  if (request.identity) state.by = request.identity->key().name;
  const auto preferences = read_preferences(request.header("prefer"));
  if (auto refusal = read_change(document->root(), state, preferences.strict)) return std::move(*refusal);
  return set(api, scope_of(request), core::SubmissionId{std::string{request.id}}, std::string{request.other},
             std::move(state));
}

}  // namespace assay::http
