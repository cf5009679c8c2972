#include "fakes/provider_state.hpp"

#include "base/json_writer.hpp"
#include "base/random.hpp"

namespace assay::fakes {
namespace {

Reply json_reply(int status, std::string body) {
  return plain_reply(status, "application/json", std::move(body));
}

std::string fault_list() {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("faults").begin_array();
  for (const auto& kind : fault_kinds()) {
    json.begin_object().field("kind", kind.name).field("what", kind.what).end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace

ProviderState::ProviderState(FakeOptions options)
    : options_(std::move(options)), formats_(all_wire_formats()), log_(options_.max_logged) {}

void ProviderState::set_script(Script script) {
  const std::lock_guard lock(mutex_);
  script_ = std::move(script);
  next_ = 0;
}

void ProviderState::reset() {
  set_script({});
  log_.clear();
}

Fault ProviderState::next_fault(std::uint64_t number) {
  {
    const std::lock_guard lock(mutex_);
    if (next_ < script_.faults.size()) {
      auto fault = script_.faults[next_++];
      if (next_ == script_.faults.size() && script_.repeat) next_ = 0;
      return fault;
    }
  }
  base::SeededRandom random(options_.seed ^ (number * 0x9e3779b97f4a7c15ULL));
  for (const auto& fault : options_.always) {
    if (static_cast<long long>(random.next() % 100) < fault.number("rate", 100)) return fault;
  }
  return {};
}

Reply ProviderState::control(const ApiRequest& request) {
  if (request.path == "/_fake/log") return json_reply(200, log_.to_json());
  if (request.path == "/_fake/faults") return json_reply(200, fault_list());
  if (request.path == "/_fake/reset" && request.method == "POST") {
    reset();
    return json_reply(200, "{\"ok\":true}");
  }
  if (request.path == "/_fake/script" && request.method == "POST") {
    auto script = parse_script(request.body);
    if (!script) {
      std::string out;
      base::JsonWriter(out).begin_object().field("error", script.error().message).end_object();
      return json_reply(400, std::move(out));
    }
    set_script(std::move(*script));
    return json_reply(200, "{\"ok\":true}");
  }
  return json_reply(404,
                    "{\"error\":\"there are /_fake/script, /_fake/log, /_fake/reset and /_fake/faults\"}");
}

Reply ProviderState::answer(const ApiRequest& request, std::uint64_t connection, std::uint64_t& logged) {
  logged = 0;
  if (request.path.starts_with("/_fake/")) return control(request);
  const auto number = ++requests_;
  LoggedRequest entry;
  Reply reply;
  const WireFormat* format = nullptr;
  for (const auto& candidate : formats_) {
    if (candidate->serves(request.path)) format = candidate.get();
  }
  if (format != nullptr) {
    const auto fault = next_fault(number);
    reply = respond(*format, request, options_, fault, number);
    entry.fault = fault.kind;
  } else {
    ApiError error;
    error.status = 404;
    error.message = "Invalid URL (" + std::string(request.method) + " " + std::string(request.path) + ")";
    reply = json_reply(404, formats_.front()->error_body(error));
  }
  entry.number = number;
  entry.connection = connection;
  entry.at_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  entry.method = request.method;
  entry.path = request.path;
  for (const char* name : {"authorization", "x-api-key", "x-goog-api-key"})
    entry.authorized = entry.authorized || !request.header(name).empty();
  entry.trace = request.header("traceparent");
  entry.body_bytes = request.body.size();
  if (options_.keep_bodies) entry.body = request.body;
  entry.model = reply.model;
  entry.stream = reply.stream;
  entry.status = reply.status;
  log_.add(std::move(entry));
  logged = number;
  return reply;
}

}  // namespace assay::fakes
