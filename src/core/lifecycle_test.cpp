#include "core/lifecycle.hpp"

#include <gtest/gtest.h>

#include <map>

namespace assay::core {
namespace {

constexpr std::array kEvents = {LifecycleEvent::claim,   LifecycleEvent::retry, LifecycleEvent::release,
                                LifecycleEvent::succeed, LifecycleEvent::fail,  LifecycleEvent::cancel};

TEST(Lifecycle, allows_exactly_these_moves) {
  const std::map<std::pair<Status, LifecycleEvent>, Status> allowed = {
      {{Status::pending, LifecycleEvent::claim}, Status::in_progress},
      {{Status::pending, LifecycleEvent::fail}, Status::failed},
      {{Status::pending, LifecycleEvent::cancel}, Status::cancelled},
      {{Status::in_progress, LifecycleEvent::retry}, Status::pending},
      {{Status::in_progress, LifecycleEvent::release}, Status::pending},
      {{Status::in_progress, LifecycleEvent::succeed}, Status::completed},
      {{Status::in_progress, LifecycleEvent::fail}, Status::failed},
      {{Status::in_progress, LifecycleEvent::cancel}, Status::cancelled},
  };
  for (const auto from : kStatuses) {
    for (const auto event : kEvents) {
      const auto to = transition(from, event);
      const auto expected = allowed.find({from, event});
      ASSERT_EQ(to.has_value(), expected != allowed.end()) << to_string(from) << " " << to_string(event);
      if (to) {
        EXPECT_EQ(*to, expected->second);
      } else {
        EXPECT_EQ(to.error().code, base::Errc::conflict);
      }
    }
  }
}

TEST(Lifecycle, terminal_states_never_change) {
  for (const auto from : {Status::completed, Status::failed, Status::cancelled}) {
    EXPECT_TRUE(is_terminal(from));
    for (const auto event : kEvents) EXPECT_FALSE(transition(from, event));
  }
}

TEST(Lifecycle, names_round_trip) {
  for (const auto status : kStatuses) EXPECT_EQ(parse_status(to_string(status)), status);
  EXPECT_FALSE(parse_status("done"));
}

}  // namespace
}  // namespace assay::core
