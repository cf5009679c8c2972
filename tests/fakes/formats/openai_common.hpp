#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "fakes/wire_format.hpp"

namespace assay::fakes {

// What OpenAI's two APIs have in common.

ApiError bad_request(std::string message, std::string parameter = {}, std::string code = {});
/// 401 for a missing key, and for another than the expected one where there is one.
std::optional<ApiError> check_openai_key(const ApiRequest& request, std::string_view expected_key);
std::string openai_error_body(const ApiError& error);
/// Models that refuse a temperature and the older name of the token limit.
bool is_reasoning_model(std::string_view model);

}  // namespace assay::fakes
