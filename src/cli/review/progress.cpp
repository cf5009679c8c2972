#include "cli/review/progress.hpp"

#include "report/display.hpp"

namespace assay::cli {
namespace {

constexpr base::Micros kPause{100'000};
constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

void Progress::update(std::int64_t files, std::int64_t issues, std::string_view path) {
  const auto now = clock_.steady();
  if (!shown_ || (last_.count() != 0 && now - last_ < kPause)) return;
  last_ = now;
  auto text = std::to_string(files) + (files == 1 ? " file, " : " files, ") + std::to_string(issues) +
              (issues == 1 ? " issue  " : " issues  ") + report::printable(path);
  text.resize(report::prefix_for_columns(text, err_.width() - 1));
  err_.write(std::string{kEraseLine} + text);
  err_.flush();
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  err_.write(kEraseLine);
  err_.flush();
  drawn_ = false;
}

}  // namespace assay::cli
