#include "http/accepted.hpp"

#include "base/json_writer.hpp"

namespace assay::http {

Response accepted(const core::SubmissionId& id, core::Status status,
                  const std::vector<std::string>& ignored_fields) {
  Response response = json_response({});
  response.status = 202;
  base::JsonWriter json{response.body};
  json.begin_object().field("id", id.str()).field("status", to_string(status));
  if (!ignored_fields.empty()) {
    json.key("ignored_fields").begin_array();
    for (const auto& name : ignored_fields) json.value(name);
    json.end_array();
  }
  json.end_object();
  response.add_header("Location", "/api/reviews/" + id.str());
  return response;
}

}  // namespace assay::http
