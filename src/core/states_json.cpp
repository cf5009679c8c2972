#include "core/states_json.hpp"

#include "base/timestamp.hpp"

namespace assay::core {
namespace {

constexpr std::string_view kOpenState = R"(","state":{"status":"open","reason":null,"by":null,"at":null})";
constexpr std::string_view kFingerprint = R"(,"fingerprint":")";

void text_or_null(base::JsonWriter& json, std::string_view name, const std::string& text) {
  if (text.empty()) {
    json.null_field(name);
  } else {
    json.field(name, text);
  }
}

/// From just behind the state to the fingerprint of the same issue; empty where there is none.
std::string_view fingerprint_behind(std::string_view rest) {
  const auto name = rest.find(kFingerprint);
  if (name == std::string_view::npos) return {};
  rest.remove_prefix(name + kFingerprint.size());
  return rest.substr(0, rest.find('"'));
}

}  // namespace

IssueState state_in(const IssueStates* states, std::string_view fingerprint) {
  if (states == nullptr) return {};
  const auto said = states->find(fingerprint);
  return said == states->end() ? IssueState{} : said->second;
}

void write_state(base::JsonWriter& json, const IssueState& state) {
  json.begin_object().field("status", to_string(state.status));
  text_or_null(json, "reason", state.reason);
  text_or_null(json, "by", state.by);
  if (state.at) {
    json.field("at", base::format_timestamp(*state.at));
  } else {
    json.null_field("at");
  }
  json.end_object();
}

void write_line_ranges(base::JsonWriter& json, const std::optional<std::vector<LineRange>>& ranges) {
  if (!ranges) {
    json.null();
    return;
  }
  json.begin_array();
  for (const auto& range : *ranges)
    json.begin_object().field("start_line", range.start).field("end_line", range.end).end_object();
  json.end_array();
}

void append_with_states(std::string& out, std::string_view members, const IssueStates& states) {
  constexpr std::string_view kStateName = R"(","state":)";
  while (true) {
    const auto open = members.find(kOpenState);
    if (open == std::string_view::npos) break;
    const auto behind = open + kOpenState.size();
    const auto state = states.find(fingerprint_behind(members.substr(behind)));
    if (state == states.end()) {
      out.append(members.substr(0, behind));
    } else {
      out.append(members.substr(0, open)).append(kStateName);
      base::JsonWriter json{out};
      write_state(json, state->second);
    }
    members.remove_prefix(behind);
  }
  out.append(members);
}

std::vector<std::string_view> issue_fingerprints(std::string_view members) {
  std::vector<std::string_view> out;
  for (auto at = members.find(kOpenState); at != std::string_view::npos;
       at = members.find(kOpenState, at + 1)) {
    const auto fingerprint = fingerprint_behind(members.substr(at));
    if (!fingerprint.empty()) out.push_back(fingerprint);
  }
  return out;
}

}  // namespace assay::core
