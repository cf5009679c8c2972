#pragma once
#include <utility>
#include <variant>

#include "base/task.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace assay::http {

/// An answer that is there at once, or one that has to be awaited.
using Reply = std::variant<Response, base::Task<Response>>;

/// What the server serves. All calls come from the connection's io_context thread.
class Application {
 public:
  virtual ~Application() = default;

  /// Answers a request. Errors are answers; an exception means a bug and becomes a 500.
  virtual Reply handle(Request& request) = 0;
  /// An answer for what never reached `handle`: an unreadable request, a timeout, an exception. `detail` is a
  /// sentence for the caller. `request` holds what could be read.
  virtual Response refuse(Request& request, int status, std::string_view detail) = 0;
  /// Adds what every answer carries. Called once for each answer, those of `refuse` included.
  virtual void complete(const Request& request, Response& response) = 0;
  /// The answer is handed to the socket: for metrics.
  virtual void finished(const Request& request, int status) = 0;
  /// A Server-Sent Events connection begins (+1) or ends (-1).
  virtual void streams_changed(int by) = 0;
  virtual void connections_changed(int by) = 0;
};

}  // namespace assay::http
