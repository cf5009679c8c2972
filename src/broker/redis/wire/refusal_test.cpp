#include "broker/redis/wire/refusal.hpp"

#include <gtest/gtest.h>

namespace assay::broker::redis {
namespace {

Refusal of(std::string text) {
  Reply reply;
  reply.kind = Reply::Kind::error;
  reply.text = std::move(text);
  return refusal_of(reply);
}

TEST(RefusalTest, TellsWhatIsTheCallersBusinessFromWhatIsNot) {
  EXPECT_EQ(of("ERR unknown command"), Refusal::none);
  EXPECT_EQ(of("OOM command not allowed when used memory > 'maxmemory'."), Refusal::none);
  EXPECT_EQ(of("WRONGTYPE Operation against a key"), Refusal::none);
  EXPECT_EQ(of("NOSCRIPT No matching script. Please use EVAL."), Refusal::no_script);
  EXPECT_EQ(of("LOADING Redis is loading the dataset in memory"), Refusal::not_now);
  EXPECT_EQ(of("BUSY Redis is busy running a script."), Refusal::not_now);
  EXPECT_EQ(of("BUSYGROUP Consumer Group name already exists"), Refusal::none);
  EXPECT_EQ(of("CLUSTERDOWN The cluster is down"), Refusal::not_now);
  EXPECT_EQ(of("READONLY You can't write against a read only replica."), Refusal::not_a_master);
  EXPECT_EQ(of("MASTERDOWN Link with MASTER is down"), Refusal::not_a_master);
  EXPECT_EQ(of("TRYAGAIN Multiple keys request during rehashing of slot"), Refusal::try_again);
  EXPECT_EQ(of("MOVED 3999 127.0.0.1:6381"), Refusal::moved);
  EXPECT_EQ(of("ASK 3999 127.0.0.1:6381"), Refusal::ask);
  Reply fine;
  fine.kind = Reply::Kind::string;
  fine.text = "MOVED 1 h:1";
  EXPECT_EQ(refusal_of(fine), Refusal::none);
}

TEST(RefusalTest, ReadsRedirects) {
  const auto plain = redirect_of("MOVED 3999 127.0.0.1:6381");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->slot, 3'999U);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 6'381);
  EXPECT_EQ(redirect_of("ASK 1 ::1:7000")->host, "::1");
  EXPECT_EQ(redirect_of("MOVED 1 :7000")->host, "");
  for (const auto* broken : {"MOVED", "MOVED 1", "MOVED x h:1", "MOVED 16384 h:1", "MOVED 1 h", "MOVED 1 h:0",
                             "MOVED 1 h:65536", "MOVED 1 h:"})
    EXPECT_FALSE(redirect_of(broken)) << broken;
}

}  // namespace
}  // namespace assay::broker::redis
