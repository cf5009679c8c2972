#include "report/file_review.hpp"

namespace assay::report {

std::string_view to_string(FileStatus status) {
  switch (status) {
    case FileStatus::completed:
      return "completed";
    case FileStatus::failed:
      return "failed";
    case FileStatus::skipped:
      return "skipped";
  }
  return "";
}

}  // namespace assay::report
