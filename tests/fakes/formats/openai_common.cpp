#include "fakes/formats/openai_common.hpp"

#include "base/json_writer.hpp"

namespace assay::fakes {

ApiError bad_request(std::string message, std::string parameter, std::string code) {
  ApiError error;
  error.message = std::move(message);
  error.parameter = std::move(parameter);
  error.code = std::move(code);
  return error;
}

std::optional<ApiError> check_openai_key(const ApiRequest& request, std::string_view expected_key) {
  constexpr std::string_view kBearer = "Bearer ";
  ApiError error;
  error.status = 401;
  const auto header = request.header("authorization");
  if (!header.starts_with(kBearer) || header.size() == kBearer.size()) {
    error.message =
        "You didn't provide an API key. You need to provide your API key in an Authorization header using "
        "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
    return error;
  }
  if (!expected_key.empty() && header.substr(kBearer.size()) != expected_key) {
    error.code = "invalid_api_key";
    error.message = "Incorrect API key provided.";
    return error;
  }
  return std::nullopt;
}

std::string openai_error_body(const ApiError& error) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("error").begin_object();
  json.field("message", error.message).field("type", error.type);
  error.parameter.empty() ? json.null_field("param") : json.field("param", error.parameter);
  error.code.empty() ? json.null_field("code") : json.field("code", error.code);
  json.end_object().end_object();
  return out;
}

bool is_reasoning_model(std::string_view model) {
  return model.starts_with("o1") || model.starts_with("o3") || model.starts_with("o4") ||
         model.starts_with("gpt-5");
}

}  // namespace assay::fakes
