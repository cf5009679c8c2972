// TLS to a redis-server of its own, with certificates made for the test.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "fakes/tls_identity.hpp"
#include "integration/redis_harness.hpp"

namespace assay::tests {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A server with a certificate of its own, and a second certificate that it knows nothing of.
class RedisTlsTest : public ::testing::Test {
 protected:
  RedisTlsTest() {
    const auto identity = fakes::make_tls_identity();
    write("key.pem", identity->key);
    write("certificate.pem", identity->certificate);
    write("stranger.pem", fakes::make_tls_identity()->certificate);
    RedisServer::Options options;
    options.certificate_file = path("certificate.pem");
    options.key_file = path("key.pem");
    options.ca_file = options.certificate_file;
    options.lines = {"bind 127.0.0.1 127.0.0.2"};
    server_ = std::make_unique<RedisServer>(options);
  }

  std::string path(const std::string& name) const { return (files_.folder() / name).string(); }
  std::string url(const std::string& host, const std::string& options) const {
    return "rediss://" + host + ":" + std::to_string(server_->port()) + options;
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  RedisServer files_;  // for its folder
  std::unique_ptr<RedisServer> server_;
};

TEST_F(RedisTlsTest, TalksToAServerWhoseCertificateIsTrusted) {
  RedisBox by_address(server_->url());
  EXPECT_TRUE(by_address.answers());
  RedisBox by_name(url("localhost", "?ssl_ca_certs=" + path("certificate.pem")));
  const std::string large(3 << 20, 'x');
  EXPECT_EQ(by_name.text({"SET", "key", large}), "OK");
  EXPECT_EQ(by_name.text({"GET", "key"}), large);
  std::atomic<int> heard = 0;
  const auto handle = by_name.client().subscribe("c", [&](std::string_view) { ++heard; });
  await_that("the subscription is in effect", [&] { return heard == 1; });
}

TEST_F(RedisTlsTest, RefusesACertificateThatIsNotTrusted) {
  for (const auto& options : {std::string(), "?ssl_ca_certs=" + path("stranger.pem")}) {
    RedisBox box(url("127.0.0.1", options));
    EXPECT_THAT(box.text({"PING"}), AllOf(StartsWith("FAILED"), HasSubstr("certificate verify failed")));
  }
  RedisBox unverified(url("127.0.0.1", "?ssl_cert_reqs=none"));
  EXPECT_TRUE(unverified.answers());
}

TEST_F(RedisTlsTest, RefusesACertificateForAnotherHost) {
  RedisBox box(url("127.0.0.2", "?ssl_ca_certs=" + path("certificate.pem")));
  EXPECT_THAT(box.text({"PING"}), AllOf(StartsWith("FAILED"), HasSubstr("certificate verify failed")));
}

TEST_F(RedisTlsTest, SaysThatAFileIsOfNoUse) {
  Loop loop;
  for (const auto& options :
       {"?ssl_ca_certs=" + path("missing.pem"), "?ssl_ca_certs=" + path("key.pem"),
        "?ssl_certfile=" + path("missing.pem") + "&ssl_keyfile=" + path("key.pem"),
        "?ssl_certfile=" + path("certificate.pem") + "&ssl_keyfile=" + path("stranger.pem")}) {
    const auto made = broker::redis::make_client(*broker::redis::RedisUrl::parse(url("127.0.0.1", options)),
                                                 loop.executor());
    ASSERT_FALSE(made) << options;
    EXPECT_EQ(made.error().code, base::Errc::invalid_argument);
    EXPECT_THAT(made.error().message, AnyOf(HasSubstr("ssl_ca_certs"), HasSubstr("file can't be used: /")));
  }
}

TEST_F(RedisTlsTest, DoesNotHangOnAServerWithoutTls) {
  RedisBox box("rediss://127.0.0.1:" + std::to_string(files_.port()));
  await_that("the reason is known",
             [&] { return box.text({"PING"}).find("no TLS handshake within") != std::string::npos; });
  RedisBox plain("redis://127.0.0.1:" + std::to_string(server_->port()));
  EXPECT_THAT(plain.text({"PING"}), StartsWith("FAILED"));
}

}  // namespace
}  // namespace assay::tests
