// Keys that make a repeated request safe.
#include "base/sha256.hpp"
#include "contract/sqlite_harness.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using core::Status;

core::IdempotencyKey key(const std::string& caller, const std::string& name, const std::string& body) {
  return {caller, name, base::sha256_hex(body)};
}

core::NewSubmission keyed(StoreHarness& h, const std::string& work, const core::IdempotencyKey& key) {
  auto submission = h.submission(work);
  submission.idempotency = key;
  submission.ignored_fields = {"foo", "options.\"bar\""};
  return submission;
}

class IdempotencyContract : public StoreSuite {};
INSTANTIATE_TEST_SUITE_P(, IdempotencyContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(IdempotencyContract, the_second_request_gets_the_first_answer_and_makes_nothing) {
  const auto first = keyed(h(), "a", key("me", "k", "body"));
  const auto accepted = h().accept(first);
  EXPECT_FALSE(accepted.replayed);
  const auto second = keyed(h(), "a", key("me", "k", "body"));
  const auto again = h().accept(second);
  ASSERT_TRUE(again.replayed);
  EXPECT_EQ(again.replayed->id, first.id);
  EXPECT_EQ(again.replayed->status, Status::pending);
  EXPECT_EQ(again.replayed->ignored_fields, first.ignored_fields);
  EXPECT_EQ(error_of(await(h().store().find(second.scope, second.id))).code, Errc::not_found);
  EXPECT_EQ(h().depth().ready, 1);

  const auto found = await(h().store().find_answer(first.scope, key("me", "k", "body"), h().clock().now()));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->id, first.id);
}

TEST_P(IdempotencyContract, the_answer_stays_the_first_one_whatever_became_of_the_submission) {
  const auto first = keyed(h(), "a", key("me", "k", "body"));
  h().accept(first);
  h().finish(h().claim().at(0), h().result());
  EXPECT_EQ(h().accept(keyed(h(), "a", key("me", "k", "body"))).replayed->status, Status::pending);
  ASSERT_TRUE(await(h().store().erase(first.scope, first.id, h().clock().now())));
  EXPECT_EQ(h().accept(keyed(h(), "a", key("me", "k", "body"))).replayed->id, first.id);
  const auto cached = keyed(h(), "b", key("me", "k2", "body"));
  h().accept("b");
  h().finish(h().claim().at(0), h().result());
  EXPECT_EQ(h().accept(cached).status, Status::completed);
  EXPECT_EQ(h().accept(keyed(h(), "b", key("me", "k2", "body"))).replayed->status, Status::completed);
}

TEST_P(IdempotencyContract, another_body_is_refused) {
  h().accept(keyed(h(), "a", key("me", "k", "body")));
  const auto error = error_of(await(h().store().accept(keyed(h(), "b", key("me", "k", "other")))));
  EXPECT_EQ(error.code, Errc::invalid_argument);
  EXPECT_EQ(error.field, "Idempotency-Key");
  EXPECT_EQ(h().depth().ready, 1);
  const auto found =
      await(h().store().find_answer(core::Scope{"public"}, key("me", "k", "other"), h().clock().now()));
  EXPECT_EQ(error_of(found).field, "Idempotency-Key");
}

TEST_P(IdempotencyContract, keys_of_others_are_others) {
  h().accept(keyed(h(), "a", key("me", "k", "body")));
  EXPECT_FALSE(h().accept(keyed(h(), "a", key("you", "k", "other"))).replayed);
  auto elsewhere = h().submission("a", "elsewhere");
  elsewhere.idempotency = key("me", "k", "other");
  EXPECT_FALSE(h().accept(elsewhere).replayed);
  EXPECT_FALSE(h().accept(keyed(h(), "a", key("me", "k2", "other"))).replayed);
}

TEST_P(IdempotencyContract, a_key_is_forgotten_after_a_day) {
  h().accept(keyed(h(), "a", key("me", "k", "body")));
  h().clock().advance(std::chrono::hours{24} - base::Micros{1});
  EXPECT_TRUE(h().accept(keyed(h(), "a", key("me", "k", "body"))).replayed);
  h().clock().advance(base::Micros{1});
  const auto found =
      await(h().store().find_answer(core::Scope{"public"}, key("me", "k", "body"), h().clock().now()));
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
  const auto fresh = keyed(h(), "b", key("me", "k", "other"));
  EXPECT_FALSE(h().accept(fresh).replayed);
  EXPECT_EQ(h().accept(keyed(h(), "b", key("me", "k", "other"))).replayed->id, fresh.id);
}

TEST(IdempotencyOfSqlite, a_key_survives_a_restart) {
  SqliteHarness h;
  const auto first = keyed(h, "a", key("me", "k", "body"));
  h.accept(first);
  h.restart();
  EXPECT_EQ(h.accept(keyed(h, "a", key("me", "k", "body"))).replayed->id, first.id);
}

}  // namespace
}  // namespace assay::contract
