#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::base {

/// A number that only grows. Thread-safe, without a lock.
class Counter {
 public:
  void add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Counts values in buckets with the given upper bounds (ascending, included). Thread-safe, without a lock.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);

  const std::vector<double>& bounds() const { return bounds_; }
  /// In bucket `i`; the last one holds what is above all bounds.
  std::uint64_t count(std::size_t i) const { return counts_[i].load(std::memory_order_relaxed); }
  double sum() const { return static_cast<double>(sum_millionths_.load(std::memory_order_relaxed)) / 1e6; }

 private:
  std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
  std::atomic<std::uint64_t> sum_millionths_{0};
};

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

/// All metrics of the process, made once and passed in. Looking one up takes a lock: do it at start and keep
/// the reference, which lives as long as this. Names follow Prometheus: [a-z_]+, counters end in _total,
/// units are base units.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// The metric of that name and those labels; made at the first call. `help` is one line.
  Counter& counter(std::string_view name, std::string_view help, const MetricLabels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, const std::vector<double>& bounds,
                       const MetricLabels& labels = {});
  /// `read` is called at each render, on any thread, and must not block.
  void gauge(std::string_view name, std::string_view help, std::function<double()> read,
             const MetricLabels& labels = {});
  /// The same for a number that only grows and is counted elsewhere.
  void counter_from(std::string_view name, std::string_view help, std::function<double()> read,
                    const MetricLabels& labels = {});

  /// Prometheus text format 0.0.4, families in the order in which they were made.
  std::string render() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::base
