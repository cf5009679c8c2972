#include "contract/queue_history.hpp"

#include <algorithm>
#include <array>

#include "base/random.hpp"

namespace assay::contract {
namespace {

using Kind = QueueCommand::Kind;

struct Share {
  Kind kind;
  unsigned percent;
};
constexpr std::array kShares{Share{Kind::accept, 22}, Share{Kind::claim, 26}, Share{Kind::finish, 10},
                             Share{Kind::retry, 12},  Share{Kind::extend, 8}, Share{Kind::cancel, 5},
                             Share{Kind::advance, 8}, Share{Kind::jump, 2},   Share{Kind::crash, 4},
                             Share{Kind::flush, 1},   Share{Kind::lose, 2}};
constexpr std::array kNames{"accept",  "claim", "finish", "retry", "extend", "cancel",
                            "advance", "jump",  "crash",  "flush", "lose"};

Kind kind_of(std::uint64_t roll) {
  for (const auto& share : kShares) {
    if (roll < share.percent) return share.kind;
    roll -= share.percent;
  }
  return Kind::claim;
}

}  // namespace

QueueHistory random_history(std::uint64_t seed, int commands, bool has_crashes, bool has_losses) {
  base::SeededRandom random{seed};
  QueueHistory history;
  while (std::ssize(history) < commands) {
    const QueueCommand command{kind_of(random.next() % 100), random.next(), random.next(), random.next()};
    if (command.kind == Kind::crash && !has_crashes) continue;
    if ((command.kind == Kind::flush || command.kind == Kind::lose) && !has_losses) continue;
    history.push_back(command);
  }
  return history;
}

std::string to_string(const QueueHistory& history) {
  std::string text;
  for (const auto& command : history)
    text.append(kNames.at(static_cast<std::size_t>(command.kind)))
        .append(" ")
        .append(std::to_string(command.a % 100))
        .append("\n");
  return text;
}

QueueHistory shrink(QueueHistory failing, const HistoryRun& run) {
  for (std::size_t piece = failing.size() / 2; piece > 0; piece /= 2) {
    for (std::size_t begin = 0; begin < failing.size();) {
      QueueHistory shorter = failing;
      const auto first = shorter.begin() + static_cast<std::ptrdiff_t>(begin);
      shorter.erase(first, first + static_cast<std::ptrdiff_t>(std::min(piece, failing.size() - begin)));
      if (run(shorter)) {
        failing = std::move(shorter);
      } else {
        begin += piece;
      }
    }
  }
  return failing;
}

}  // namespace assay::contract
