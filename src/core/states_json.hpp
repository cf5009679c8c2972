#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.hpp"
#include "core/issue.hpp"
#include "core/issue_state.hpp"

namespace assay::core {

/// What was said of an issue; open where nothing was. `states` may be null.
IssueState state_in(const IssueStates* states, std::string_view fingerprint);

/// The object IssueState of api/openapi.json.
void write_state(base::JsonWriter& json, const IssueState& state);

/// An array of {start_line, end_line}, or null.
void write_line_ranges(base::JsonWriter& json, const std::optional<std::vector<LineRange>>& ranges);

/// Appends a review's stored members (encode_review_members, in which every issue is open) with the states
/// put in. Needs no parsing: what an issue begins with can't stand inside a JSON string.
void append_with_states(std::string& out, std::string_view members, const IssueStates& states);

/// Fingerprints of all issues, filtered ones included, in stored members. Points into `members`.
std::vector<std::string_view> issue_fingerprints(std::string_view members);

}  // namespace assay::core
