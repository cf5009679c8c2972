#include "broker/redis/redis_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::broker::redis {
namespace {

using Address = RedisUrl::Address;
using Kind = RedisUrl::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string why_not(std::string_view text) {
  const auto url = RedisUrl::parse(text);
  if (url) return "it was read";
  EXPECT_EQ(url.error().code, base::Errc::invalid_argument);
  EXPECT_EQ(url.error().field, "redis_url");
  return url.error().message;
}

TEST(RedisUrlTest, ReadsAServer) {
  const auto plain = RedisUrl::parse("redis://cache.example.com");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->kind, Kind::server);
  EXPECT_THAT(plain->addresses, ElementsAre(Address{"cache.example.com", 6379}));
  EXPECT_EQ(plain->database, 0);
  EXPECT_FALSE(plain->tls);

  const auto full = RedisUrl::parse("rediss://me:p%40ss%2Fw%25rd@[::1]:7000/5?ssl_ca_certs=/etc/ca%20x.pem");
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_THAT(full->addresses, ElementsAre(Address{"::1", 7000}));
  EXPECT_EQ(full->user, "me");
  EXPECT_EQ(full->password, "p@ss/w%rd");
  EXPECT_EQ(full->database, 5);
  EXPECT_TRUE(full->tls);
  EXPECT_TRUE(full->verify);
  EXPECT_EQ(full->ca_file, "/etc/ca x.pem");

  const auto unverified = RedisUrl::parse("rediss://h?ssl_cert_reqs=CERT_NONE&db=2");
  ASSERT_TRUE(unverified);
  EXPECT_FALSE(unverified->verify);
  EXPECT_EQ(unverified->database, 2);
}

TEST(RedisUrlTest, ReadsAPasswordWithoutAUserAndOneWithAnAt) {
  EXPECT_EQ(RedisUrl::parse("redis://:secret@h")->password, "secret");
  EXPECT_EQ(RedisUrl::parse("redis://:secret@h")->user, "");
  EXPECT_EQ(RedisUrl::parse("redis://u:se@cr/et@h:1")->password, "se@cr/et");
}

TEST(RedisUrlTest, ReadsAUnixSocket) {
  for (const auto* text :
       {"unix:///run/redis.sock?db=3", "redis+unix:///run/redis.sock?db=3", "unix:/run/redis.sock?db=3"}) {
    const auto url = RedisUrl::parse(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->socket_path, "/run/redis.sock");
    EXPECT_EQ(url->database, 3);
    EXPECT_TRUE(url->addresses.empty());
  }
  EXPECT_EQ(RedisUrl::parse("unix://u:p@/run/redis.sock")->password, "p");
}

TEST(RedisUrlTest, ReadsSentinelsAndClusters) {
  const auto sentinels = RedisUrl::parse(
      "redis+sentinel://u:p@a:1,b,[::2]:3/my-master/4?sentinel_password=q&sentinel_username=r");
  ASSERT_TRUE(sentinels) << sentinels.error().message;
  EXPECT_EQ(sentinels->kind, Kind::sentinel);
  EXPECT_THAT(sentinels->addresses, ElementsAre(Address{"a", 1}, Address{"b", 26379}, Address{"::2", 3}));
  EXPECT_EQ(sentinels->master, "my-master");
  EXPECT_EQ(sentinels->database, 4);
  EXPECT_EQ(sentinels->sentinel_user, "r");
  EXPECT_EQ(sentinels->sentinel_password, "q");
  EXPECT_TRUE(RedisUrl::parse("rediss+sentinel://a/m")->tls);

  const auto cluster = RedisUrl::parse("rediss+cluster://a,b:7001");
  ASSERT_TRUE(cluster);
  EXPECT_EQ(cluster->kind, Kind::cluster);
  EXPECT_THAT(cluster->addresses, ElementsAre(Address{"a", 6379}, Address{"b", 7001}));
  EXPECT_TRUE(RedisUrl::parse("redis+cluster://a/0"));
}

TEST(RedisUrlTest, SaysWhatIsWrong) {
  EXPECT_THAT(why_not(""), HasSubstr("must begin with redis://"));
  EXPECT_THAT(why_not("http://h"), HasSubstr("must begin with redis://"));
  EXPECT_THAT(why_not("redis:h"), HasSubstr("needs ://"));
  EXPECT_THAT(why_not("redis://"), HasSubstr("has no host"));
  EXPECT_THAT(why_not("redis://h:0"), HasSubstr("port"));
  EXPECT_THAT(why_not("redis://h:65536"), HasSubstr("port"));
  EXPECT_THAT(why_not("redis://h:"), HasSubstr("port"));
  EXPECT_THAT(why_not("redis://::1:6379"), HasSubstr("without brackets"));
  EXPECT_THAT(why_not("redis://[::1"), HasSubstr("[ without a ]"));
  EXPECT_THAT(why_not("redis://[::1]x"), HasSubstr("behind a ]"));
  EXPECT_THAT(why_not("redis://[h]"), HasSubstr("IPv6"));
  EXPECT_THAT(why_not("redis://h$"), HasSubstr("no host has"));
  EXPECT_THAT(why_not("redis://h/x"), HasSubstr("database"));
  EXPECT_THAT(why_not("redis://h/-1"), HasSubstr("database"));
  EXPECT_THAT(why_not("redis://a,b"), HasSubstr("several servers"));
  EXPECT_THAT(why_not("redis://u@h"), HasSubstr("user without a password"));
  EXPECT_THAT(why_not("redis://u:100%@h"), HasSubstr("%25"));
  EXPECT_THAT(why_not("redis://h h"), HasSubstr("blanks"));
  EXPECT_THAT(why_not("redis://h?x=1"), HasSubstr("\"x\""));
  EXPECT_THAT(why_not("redis://h?db"), HasSubstr("without a value"));
  EXPECT_THAT(why_not("redis://h?ssl_ca_certs=f"), HasSubstr("rediss://"));
  EXPECT_THAT(why_not("rediss://h?ssl_cert_reqs=maybe"), HasSubstr("ssl_cert_reqs"));
  EXPECT_THAT(why_not("rediss://h?ssl_certfile=f"), HasSubstr("ssl_keyfile"));
  EXPECT_THAT(why_not("redis+sentinel://h"), HasSubstr("master"));
  EXPECT_THAT(why_not("redis+cluster://h/1"), HasSubstr("only database 0"));
  EXPECT_THAT(why_not("unix://run/redis.sock"), HasSubstr("absolute path"));
  EXPECT_THAT(why_not("unix:///" + std::string(107, 'x')), HasSubstr("107"));
}

TEST(RedisUrlTest, NeverShowsAPassword) {
  for (const auto* text :
       {"redis://u:sesame?1@h", "redis://u:sesame#1@h", "redis://u:sesame", "redis://:sesame/x",
        "redis://u:sesame@", "redis://u:sesame@h:x", "redis://u:sesame@[h", "redis://u:sesame%zz@h",
        "redis://a:b:sesame", "redis://h/sesame", "redis://u:sesame 1@h",
        "redis+sentinel://h/m?sentinel_password=sesame%"}) {
    EXPECT_THAT(why_not(text), Not(HasSubstr("sesame"))) << text;
  }
  EXPECT_EQ(RedisUrl::parse("rediss://u:sesame@h/2?ssl_ca_certs=f")->shown(), "rediss://u:***@h:6379/2");
  EXPECT_EQ(RedisUrl::parse("unix://:sesame@/run/r.sock?db=1")->shown(), "unix://:***@/run/r.sock?db=1");
  EXPECT_EQ(RedisUrl::parse("redis+sentinel://:sesame@a,[::1]:2/m/3?sentinel_password=sesame")->shown(),
            "redis+sentinel://:***@a:26379,[::1]:2/m/3");
  EXPECT_EQ(RedisUrl::parse("redis+sentinel://m%40e:sesame@a/m%2F1")->shown(),
            "redis+sentinel://m%40e:***@a:26379/m%2F1");
  EXPECT_EQ(RedisUrl::parse("redis+cluster://a")->shown(), "redis+cluster://a:6379");
}

}  // namespace
}  // namespace assay::broker::redis
