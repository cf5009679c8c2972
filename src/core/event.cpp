#include "core/event.hpp"

namespace assay::core {

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::queued:
      return "queued";
    case Stage::preparing:
      return "preparing";
    case Stage::analysing:
      return "analysing";
    case Stage::verifying:
      return "verifying";
    case Stage::scoring:
      return "scoring";
    case Stage::completed:
      return "completed";
  }
  return "queued";
}

}  // namespace assay::core
