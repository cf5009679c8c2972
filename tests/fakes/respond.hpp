#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "fakes/fake_options.hpp"
#include "fakes/fault.hpp"
#include "fakes/wire_format.hpp"

namespace assay::fakes {

/// Bytes for the socket, after a pause.
struct Piece {
  std::string bytes;
  std::chrono::milliseconds pause{0};
};

/// All that happens on the connection in answer to one request.
struct Reply {
  enum class End {
    keep,   ///< the next request may come
    close,  ///< orderly end
    reset,  ///< RST
  };
  std::vector<Piece> pieces;
  std::chrono::milliseconds pause_before_end{0};
  End end = End::keep;
  // For the log:
  int status = 0;
  std::string model;
  bool stream = false;
};

/// A reply with a body of known length, headers included; `headers` are complete lines.
Reply plain_reply(int status, std::string_view content_type, std::string body, std::string_view headers = {});

/// What a provider of this format answers. Pure: the same arguments give the same reply. `number` counts
/// requests.
Reply respond(const WireFormat& format, const ApiRequest& request, const FakeOptions& options,
              const Fault& fault, std::uint64_t number);

}  // namespace assay::fakes
