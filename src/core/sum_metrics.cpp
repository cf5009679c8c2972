#include "core/sum_metrics.hpp"

#include <iterator>

namespace assay::core {

void add_metrics(CodeMetrics& total, CodeMetrics file) {
  const double weight =
      total.sloc + file.sloc > 0 ? static_cast<double>(file.sloc) / (total.sloc + file.sloc) : 0.5;
  const auto mean = [weight](double a, double b) { return a + (b - a) * weight; };
  total.comment_density = mean(total.comment_density, file.comment_density);
  total.duplication = mean(total.duplication, file.duplication);
  total.maintainability = mean(total.maintainability, file.maintainability);
  total.halstead_volume += file.halstead_volume;
  total.lines += file.lines;
  total.sloc += file.sloc;
  total.functions.insert(total.functions.end(), std::make_move_iterator(file.functions.begin()),
                         std::make_move_iterator(file.functions.end()));
}

}  // namespace assay::core
