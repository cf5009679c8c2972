#include "fakes/request_log.hpp"

#include <algorithm>

#include "base/json_writer.hpp"

namespace assay::fakes {

const char* to_string(LoggedRequest::Outcome outcome) {
  switch (outcome) {
    case LoggedRequest::Outcome::open:
      return "open";
    case LoggedRequest::Outcome::completed:
      return "completed";
    case LoggedRequest::Outcome::aborted:
      return "aborted";
    case LoggedRequest::Outcome::cut:
      return "cut";
  }
  return "";
}

void RequestLog::add(LoggedRequest request) {
  {
    const std::lock_guard lock(mutex_);
    ++total_;
    most_open_ = std::max(most_open_, ++open_);
    requests_.push_back(std::move(request));
    if (requests_.size() > capacity_) requests_.pop_front();
  }
  changed_.notify_all();
}

void RequestLog::finish(std::uint64_t number, LoggedRequest::Outcome outcome) {
  {
    const std::lock_guard lock(mutex_);
    if (open_ > 0) --open_;
    // Nearly always among the newest.
    for (auto request = requests_.rbegin(); request != requests_.rend(); ++request) {
      if (request->number != number) continue;
      request->outcome = outcome;
      break;
    }
  }
  changed_.notify_all();
}

void RequestLog::clear() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
  total_ = 0;
  most_open_ = open_;
}

std::vector<LoggedRequest> RequestLog::all() const {
  const std::lock_guard lock(mutex_);
  return {requests_.begin(), requests_.end()};
}

std::uint64_t RequestLog::total() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

std::size_t RequestLog::most_open() const {
  const std::lock_guard lock(mutex_);
  return most_open_;
}

bool RequestLog::wait_for(const std::function<bool(const std::vector<LoggedRequest>&)>& done,
                          std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [&] { return done({requests_.begin(), requests_.end()}); });
}

std::string RequestLog::to_json() const {
  const auto requests = all();
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("total", total()).field("most_open", most_open()).key("requests").begin_array();
  for (const auto& request : requests) {
    json.begin_object();
    json.field("number", request.number)
        .field("connection", request.connection)
        .field("at_ms", request.at_ms);
    json.field("method", request.method).field("path", request.path).field("authorized", request.authorized);
    json.field("trace", request.trace);
    json.field("body_bytes", request.body_bytes)
        .field("model", request.model)
        .field("stream", request.stream);
    if (!request.body.empty()) json.field("body", request.body);
    json.field("fault", request.fault)
        .field("status", request.status)
        .field("outcome", to_string(request.outcome));
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace assay::fakes
