#include "base/metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <mutex>

namespace assay::base {
namespace {

void append_number(std::string& out, double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        out.append("\\\\");
        break;
      case '"':
        out.append("\\\"");
        break;
      case '\n':
        out.append("\\n");
        break;
      default:
        out.push_back(c);
    }
  }
}

/// `a="x",b="y"`
std::string format_labels(const MetricLabels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out.push_back(',');
    out.append(name).append("=\"");
    append_escaped(out, value);
    out.push_back('"');
  }
  return out;
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)),
      counts_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1)) {}

void Histogram::observe(double value) {
  const auto at = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  counts_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  if (value > 0)
    sum_millionths_.fetch_add(static_cast<std::uint64_t>(value * 1e6), std::memory_order_relaxed);
}

struct Metrics::State {
  enum class Type { counter, gauge, histogram };
  struct Series {
    std::string labels;
    std::unique_ptr<Counter> counter;
    std::unique_ptr<Histogram> histogram;
    std::function<double()> read;
  };
  struct Family {
    std::string name;
    std::string help;
    Type type;
    std::deque<Series> series;
  };

  Series& series(std::string_view name, std::string_view help, Type type, const MetricLabels& labels) {
    auto family = std::ranges::find(families, name, &Family::name);
    if (family == families.end()) {
      families.push_back({std::string{name}, std::string{help}, type, {}});
      family = std::prev(families.end());
    }
    auto text = format_labels(labels);
    const auto found = std::ranges::find(family->series, text, &Series::labels);
    if (found != family->series.end()) return *found;
    family->series.push_back({});
    family->series.back().labels = std::move(text);
    return family->series.back();
  }

  static std::string_view to_string(Type type) {
    switch (type) {
      case Type::counter:
        return "counter";
      case Type::gauge:
        return "gauge";
      case Type::histogram:
        return "histogram";
    }
    return "untyped";
  }

  static void append_line(std::string& out, std::string_view name, std::string_view suffix,
                          std::string_view labels, std::string_view more, double value) {
    out.append(name).append(suffix);
    if (!labels.empty() || !more.empty()) {
      out.append("{").append(labels);
      if (!labels.empty() && !more.empty()) out.push_back(',');
      out.append(more).append("}");
    }
    out.push_back(' ');
    append_number(out, value);
    out.push_back('\n');
  }

  static void append_histogram(std::string& out, const Family& family, const Series& series) {
    const auto& histogram = *series.histogram;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) {
      total += histogram.count(i);
      std::string bound = "le=\"";
      if (i < histogram.bounds().size()) {
        append_number(bound, histogram.bounds()[i]);
      } else {
        bound.append("+Inf");
      }
      append_line(out, family.name, "_bucket", series.labels, bound.append("\""), static_cast<double>(total));
    }
    append_line(out, family.name, "_sum", series.labels, {}, histogram.sum());
    append_line(out, family.name, "_count", series.labels, {}, static_cast<double>(total));
  }

  mutable std::mutex mutex;
  std::deque<Family> families;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(std::string_view name, std::string_view help, const MetricLabels& labels) {
  const std::lock_guard lock{state_->mutex};
  auto& series = state_->series(name, help, State::Type::counter, labels);
  if (!series.counter) series.counter = std::make_unique<Counter>();
  return *series.counter;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, const std::vector<double>& bounds,
                              const MetricLabels& labels) {
  const std::lock_guard lock{state_->mutex};
  auto& series = state_->series(name, help, State::Type::histogram, labels);
  if (!series.histogram) series.histogram = std::make_unique<Histogram>(bounds);
  return *series.histogram;
}

void Metrics::gauge(std::string_view name, std::string_view help, std::function<double()> read,
                    const MetricLabels& labels) {
  const std::lock_guard lock{state_->mutex};
  state_->series(name, help, State::Type::gauge, labels).read = std::move(read);
}

void Metrics::counter_from(std::string_view name, std::string_view help, std::function<double()> read,
                           const MetricLabels& labels) {
  const std::lock_guard lock{state_->mutex};
  state_->series(name, help, State::Type::counter, labels).read = std::move(read);
}

std::string Metrics::render() const {
  const std::lock_guard lock{state_->mutex};
  std::string out;
  for (const auto& family : state_->families) {
    out.append("# HELP ").append(family.name).append(" ").append(family.help).append("\n# TYPE ");
    out.append(family.name).append(" ").append(State::to_string(family.type)).append("\n");
    for (const auto& series : family.series) {
      if (series.histogram) {
        State::append_histogram(out, family, series);
      } else if (series.counter) {
        State::append_line(out, family.name, {}, series.labels, {},
                           static_cast<double>(series.counter->value()));
      } else if (series.read) {
        State::append_line(out, family.name, {}, series.labels, {}, series.read());
      }
    }
  }
  return out;
}

}  // namespace assay::base
