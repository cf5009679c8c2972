#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace assay::contract {

/// A command of a random history. Its numbers are read against the state it meets, so that every sub-sequence
/// of a history is a history.
struct QueueCommand {
  enum class Kind : std::uint8_t {
    accept,
    claim,
    finish,
    retry,
    extend,
    cancel,
    advance,
    jump,
    crash,  ///< a store that is a queue, too: the process ends and starts again with jobs running
    flush,  ///< a queue that lives elsewhere loses everything, and is restored
    lose,   ///< the reply to the next call of such a queue is lost
  };
  Kind kind{};
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t c = 0;
};
using QueueHistory = std::vector<QueueCommand>;

/// `has_crashes`, `has_losses`: what can happen to the kind of queue.
QueueHistory random_history(std::uint64_t seed, int commands, bool has_crashes, bool has_losses);

std::string to_string(const QueueHistory& history);

/// Runs a history: what was wrong, or nothing.
using HistoryRun = std::function<std::optional<std::string>(const QueueHistory&)>;

/// A failing history without what it fails without: pieces are left out, smaller and smaller ones, for as
/// long as it still fails.
QueueHistory shrink(QueueHistory failing, const HistoryRun& run);

}  // namespace assay::contract
