// HTTPS: the same server behind TLS, with certificates made here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <csignal>
#include <fstream>

#include "http/server/tls.hpp"
#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"
#include "integration/http_tls_client.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class HttpTls : public ::testing::Test {
 protected:
  HttpTls() {
    // As in the real process: a write to a connection that is gone is an error, not the end.
    std::signal(SIGPIPE, SIG_IGN);
    std::filesystem::create_directories(folder);
    make_certificate(cert, key, "first");
    credentials = http::TlsCredentials::load(cert, key).value();
    TestServerOptions options;
    options.tls = credentials.get();
    options.access.on = true;
    options.limits.head_timeout = std::chrono::milliseconds{300};
    server = std::make_unique<TestServer>(std::move(options));
  }
  ~HttpTls() override {
    server.reset();
    std::filesystem::remove_all(folder);
  }
  std::string bearer() {
    return "Authorization: Bearer " + server->make_key({core::Permission::admin}) + "\r\n";
  }

  std::filesystem::path folder =
      std::filesystem::path{::testing::TempDir()} / ("assay-tls-" + std::to_string(::getpid()));
  std::filesystem::path cert = folder / "cert.pem";
  std::filesystem::path key = folder / "key.pem";
  std::unique_ptr<http::TlsCredentials> credentials;
  std::unique_ptr<TestServer> server;
};

TEST_F(HttpTls, ServesLargeAndSmallAnswersInOrder) {
  TlsClient client{server->port()};
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.version(), "TLSv1.3");
  EXPECT_EQ(client.subject(), "first");
  const auto health = client.ask("GET", "/api/health");
  EXPECT_EQ(health.body, R"({"ok":true})");
  EXPECT_EQ(health.field("strict-transport-security"), "max-age=31536000");
  const auto document = client.ask("GET", "/openapi.json");
  EXPECT_GT(document.body.size(), 100'000U);
  EXPECT_THAT(document.body, StartsWith("{"));
  const std::string code(500'000, 'x');
  const auto sent =
      client.ask("POST", "/api/reviews", R"({"language":"python","code":")" + code + "\"}", bearer());
  EXPECT_EQ(sent.status, 202) << sent.body;
  client.send(
      "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(client.read_until("{\"ok\":true}"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(client.read_until("{\"ok\":true}"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpTls, TellsPlainHttpThatItIsThePortOfTls) {
  for (const auto* method : {"GET", "POST", "DELETE", "OPTIONS"}) {
    HttpClient plain{server->port()};
    const auto answer = plain.ask(method, "/api/health");
    EXPECT_EQ(answer.status, 400) << method;
    EXPECT_EQ(answer.field("content-type"), "application/problem+json") << method;
    EXPECT_THAT(answer.body, HasSubstr("https://")) << method;
    EXPECT_TRUE(plain.is_closed()) << method;
  }
  HttpClient slow{server->port()};
  slow.send("G");
  EXPECT_EQ(slow.answer().status, 400);
  HttpClient other{server->port()};
  other.send("\x05\x01neither one nor the other");
  EXPECT_EQ(other.read_all().find("HTTP/"), std::string::npos);
  TlsClient client{server->port()};
  EXPECT_EQ(client.ask("GET", "/api/health").status, 200);
}

TEST_F(HttpTls, SpeaksOnlyNewVersionsAndOnlyHttp11) {
  TlsClient::Wish old;
  old.max_version = TLS1_1_VERSION;
  EXPECT_FALSE((TlsClient{server->port(), old}.connected()));
  TlsClient::Wish twelve;
  twelve.max_version = TLS1_2_VERSION;
  TlsClient client{server->port(), twelve};
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.version(), "TLSv1.2");
  EXPECT_EQ(client.ask("GET", "/api/health").status, 200);
  TlsClient::Wish both;
  both.alpn = "\x02h2\x08http/1.1";
  EXPECT_EQ((TlsClient{server->port(), both}.protocol()), "http/1.1");
  TlsClient::Wish newer;
  newer.alpn = "\x02h2";
  EXPECT_FALSE((TlsClient{server->port(), newer}.connected()));
}

TEST_F(HttpTls, CarriesStreamsAndSecureCookies) {
  const auto token = server->make_key({core::Permission::submit});
  TlsClient client{server->port()};
  const auto signed_in = client.ask("POST", "/api/session", R"({"key":")" + token + "\"}");
  const auto set = signed_in.field("set-cookie");
  EXPECT_THAT(set, StartsWith("__Host-assay_session="));
  EXPECT_THAT(set, HasSubstr("; Secure"));
  const auto cookie = "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  EXPECT_EQ(client.ask("GET", "/api/reviews", {}, cookie).status, 200);
  EXPECT_EQ(
      client.ask("GET", "/api/reviews", {}, "Cookie: " + set.substr(7, set.find(';') - 7) + "\r\n").status,
      401)
      << "without its prefix anybody on the network could have set it";
  TlsClient stream{server->port()};
  stream.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n");
  EXPECT_THAT(stream.read_until("\"gap\":false}\n\n"), HasSubstr("text/event-stream"));
  EXPECT_EQ(client
                .ask("POST", "/api/reviews", R"({"language":"python","code":"x"})",
                     "Authorization: Bearer " + token + "\r\n")
                .status,
            202);
  server->begin_job();
  EXPECT_THAT(stream.read_until("in_progress"), HasSubstr("event: status"));
}

TEST_F(HttpTls, ReadsACertificateAgainWithoutDroppingConnections) {
  TlsClient before{server->port()};
  ASSERT_EQ(before.ask("GET", "/api/health").status, 200);
  const auto pin = credentials->pin();
  EXPECT_THAT(pin, StartsWith("sha256//"));
  make_certificate(cert, key, "second");
  ASSERT_TRUE(credentials->reload());
  EXPECT_NE(credentials->pin(), pin);
  EXPECT_EQ((TlsClient{server->port()}.subject()), "second");
  EXPECT_EQ(before.ask("GET", "/api/health").status, 200);
  // A file that is no certificate changes nothing.
  std::ofstream{cert} << "nonsense";
  const auto failed = credentials->reload();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().field, "tls.cert");
  EXPECT_EQ((TlsClient{server->port()}.subject()), "second");
}

TEST_F(HttpTls, SaysWhatIsWrongWithItsFiles) {
  const auto nothing = http::TlsCredentials::load(folder / "nothing", key).error();
  EXPECT_EQ(nothing.field, "tls.cert");
  EXPECT_THAT(nothing.message, HasSubstr("No such file"));
  EXPECT_EQ(http::TlsCredentials::load(cert, folder / "nothing").error().field, "tls.key");
  make_certificate(folder / "other-cert.pem", folder / "other-key.pem", "other");
  const auto other = http::TlsCredentials::load(cert, folder / "other-key.pem").error();
  EXPECT_EQ(other.field, "tls.key");
  EXPECT_EQ(other.message,
            (folder / "other-key.pem").string() + " is not the key of the certificate in " + cert.string());
  std::ofstream{cert} << "nonsense";
  EXPECT_EQ(http::TlsCredentials::load(cert, key).error().message,
            cert.string() + " holds no certificate that can be used: no start line");
}

TEST_F(HttpTls, EndsWhoDoesNotShakeHands) {
  HttpClient plain{server->port()};
  plain.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(plain.read_all(), ::testing::Not(HasSubstr("200 OK")));
  HttpClient silent{server->port()};
  EXPECT_EQ(silent.read_all(), "") << "ended after the time for a head";
  HttpClient half{server->port()};
  half.send(std::string{"\x16\x03\x01\x02", 4});
  EXPECT_TRUE(half.is_closed());
}

}  // namespace
}  // namespace assay::tests
