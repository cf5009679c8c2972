#pragma once

namespace assay::app {

/// SIGINT and SIGTERM, taken synchronously by one thread. Make it before any other thread, so that they
/// inherit the mask.
class StopSignal {
 public:
  StopSignal();
  /// Blocks until one of them comes. From then on a second one ends the process at once, as usual.
  int wait();
};

}  // namespace assay::app
