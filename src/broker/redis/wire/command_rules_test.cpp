#include "broker/redis/wire/command_rules.hpp"

#include <gtest/gtest.h>

#include "broker/redis/wire/encode.hpp"

namespace assay::broker::redis {
namespace {

std::string key_of(const Command& command) {
  const auto at = first_key(command);
  return at ? command[*at] : "none";
}

TEST(CommandRulesTest, KnowsWhatDisturbsOthers) {
  EXPECT_TRUE(needs_own_connection({}));
  EXPECT_TRUE(needs_own_connection({"blpop", "k", "0"}));
  EXPECT_TRUE(needs_own_connection({"Subscribe", "c"}));
  EXPECT_TRUE(needs_own_connection({"CLIENT", "reply", "OFF"}));
  EXPECT_TRUE(needs_own_connection({"XREAD", "block", "0", "STREAMS", "s", "$"}));
  EXPECT_FALSE(needs_own_connection({"XREAD", "COUNT", "5", "STREAMS", "BLOCK", "0"}));
  EXPECT_FALSE(needs_own_connection({"CLIENT", "LIST"}));
  EXPECT_FALSE(needs_own_connection({"GET", "BLPOP"}));
  EXPECT_FALSE(needs_own_connection({"PUBLISH", "c", "m"}));
}

TEST(CommandRulesTest, FindsTheFirstKey) {
  EXPECT_EQ(key_of({"get", "k"}), "k");
  EXPECT_EQ(key_of({"EVALSHA", "sha", "2", "k1", "k2", "a"}), "k1");
  EXPECT_EQ(key_of({"EVAL", "text", "0", "a"}), "none");
  EXPECT_EQ(key_of({"XREAD", "COUNT", "1", "streams", "s", "0"}), "s");
  EXPECT_EQ(key_of({"XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", ">"}), "s");
  EXPECT_EQ(key_of({"XREAD", "STREAMS"}), "none");
  EXPECT_EQ(key_of({"XGROUP", "CREATE", "s", "g", "$"}), "s");
  EXPECT_EQ(key_of({"ZUNION", "2", "a", "b"}), "a");
  EXPECT_EQ(key_of({"PING"}), "none");
  EXPECT_EQ(key_of({"PUBLISH", "channel", "m"}), "none");
  EXPECT_EQ(key_of({"SCRIPT", "LOAD", "text"}), "none");
}

TEST(EncodeTest, WritesBytesAsTheyAre) {
  using std::string_literals::operator""s;
  EXPECT_EQ(encode({"SET", "k", "\0\r\n"s}), "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\n\0\r\n\r\n"s);
  std::string out = encode({"PING"});
  append_command(out, {"ECHO", ""});
  EXPECT_EQ(out, "*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$0\r\n\r\n");
}

}  // namespace
}  // namespace assay::broker::redis
