// Server-Sent Events: order, the end, resuming, gaps, slow and vanishing readers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// A stream, opened and read past its head.
struct Stream {
  Stream(TestServer& server, const std::string& target, const std::string& fields = {})
      : client(server.port()) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    head = parse_answer_head(client.read_until("\r\n\r\n"));
  }
  /// The next frame without its id line.
  std::string next() {
    auto frame = client.read_until("\n\n");
    if (!frame.starts_with("id: ")) return frame;
    last_id = frame.substr(4, frame.find('\n') - 4);
    return frame.substr(frame.find('\n') + 1);
  }
  HttpClient client;
  HttpAnswer head;
  std::string last_id;
};

std::string path_of(const std::string& id) { return "/api/reviews/" + id + "/stream"; }

TEST(HttpStream, TellsAReviewFromPendingToDone) {
  TestServer server;
  const auto id = server.submit();
  Stream stream{server, path_of(id)};
  EXPECT_EQ(stream.head.status, 200);
  EXPECT_THAT(stream.head.field("content-type"), StartsWith("text/event-stream"));
  EXPECT_EQ(stream.head.field("cache-control"), "no-cache");
  EXPECT_EQ(stream.head.field("x-accel-buffering"), "no");
  EXPECT_EQ(stream.next(), "retry: 2000\n\n");
  EXPECT_EQ(stream.next(), "event: status\ndata: pending\n\n");

  const auto claim = server.begin_job();
  EXPECT_EQ(stream.next(), "event: status\ndata: in_progress\n\n");
  server.hub.publish(claim.job, core::Progressed{20, core::Stage::analysing});
  EXPECT_EQ(stream.next(), "event: progress\ndata: {\"percent\":20,\"stage\":\"analysing\"}\n\n");
  server.found_issue(claim, "One\nevent: done\ndata: forged");
  const auto issue = stream.next();
  EXPECT_THAT(issue, StartsWith("event: issue\ndata: {"));
  EXPECT_EQ(std::count(issue.begin(), issue.end(), '\n'), 3) << issue;
  server.end_job(claim);
  EXPECT_EQ(stream.next(), "event: status\ndata: completed\n\n");
  const auto done = stream.next();
  ASSERT_THAT(done, StartsWith("event: done\ndata: "));
  const auto document = base::JsonDocument::parse(done.substr(18));
  ASSERT_TRUE(document) << done;
  const auto root = document->root();
  EXPECT_EQ(root.find("status")->as_string(), "completed");
  const auto review = root.find("review");
  EXPECT_EQ(review->find("_id")->as_string(), id);
  EXPECT_EQ(review->find("id")->as_string(), id);
  EXPECT_EQ(review->find("submission_id")->as_string(), id);
  EXPECT_TRUE(review->find("duration_ms")->as_int());
  EXPECT_EQ(review->find("score")->as_int(), 10);
  EXPECT_EQ(stream.client.read_all(), "");
}

TEST(HttpStream, ATerminalOneIsToldAtOnce) {
  TestServer server;
  const auto id = server.submit();
  server.end_job(server.begin_job());
  Stream stream{server, path_of(id)};
  EXPECT_THAT(stream.client.read_all(), StartsWith("retry: 2000\n\nevent: status\ndata: completed\n\nevent: "
                                                   "done\ndata: {\"status\":\"completed\",\"review\":{"));
}

TEST(HttpStream, AFailedOneWithoutAReviewHasNoReviewInDone) {
  TestServer server;
  const auto id = server.submit();
  server.end_job(server.begin_job(), core::Status::failed);
  Stream stream{server, path_of(id)};
  EXPECT_EQ(stream.client.read_all(),
            "retry: 2000\n\nevent: status\ndata: failed\n\nevent: done\ndata: {\"status\":\"failed\"}\n\n");
}

TEST(HttpStream, BadAndUnknownIdsAreToldInside) {
  TestServer server;
  EXPECT_EQ((Stream{server, path_of("nonsense")}.client.read_all()),
            "retry: 2000\n\nevent: error\ndata: invalid_id\n\n");
  EXPECT_EQ((Stream{server, path_of("0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44")}.client.read_all()),
            "retry: 2000\n\nevent: error\ndata: not_found\n\n");
  HttpClient client{server.port()};
  EXPECT_EQ(client.ask("GET", path_of("nonsense") + "?ping=x").status, 422);
  EXPECT_EQ(client.ask("GET", path_of("nonsense") + "?ping=60001").status, 422);
}

TEST(HttpStream, ALateReaderSeesEarlierFindingsButNoOldStatus) {
  TestServer server;
  const auto id = server.submit();
  const auto claim = server.begin_job();
  server.found_issue(claim, "Early");
  Stream stream{server, path_of(id) + "?interval_ms=500"};
  stream.next();
  EXPECT_EQ(stream.next(), "event: status\ndata: in_progress\n\n");
  EXPECT_THAT(stream.next(), HasSubstr("Early"));
  server.found_issue(claim, "Late");
  EXPECT_THAT(stream.next(), HasSubstr("Late"));
}

TEST(HttpStream, ResumesAfterTheLastEvent) {
  TestServer server;
  const auto id = server.submit();
  const auto claim = server.begin_job();
  std::string last_id;
  {
    Stream stream{server, path_of(id)};
    stream.next();
    stream.next();
    server.found_issue(claim, "One");
    EXPECT_THAT(stream.next(), HasSubstr("One"));
    last_id = stream.last_id;
  }
  server.found_issue(claim, "Two");
  Stream resumed{server, path_of(id), "Last-Event-ID: " + last_id + "\r\n"};
  resumed.next();
  EXPECT_EQ(resumed.next(), "event: status\ndata: in_progress\n\n");
  EXPECT_THAT(resumed.next(), HasSubstr("Two"));
  // An id of an earlier process: everything anew, and said so.
  Stream other_epoch{server, path_of(id), "Last-Event-ID: 5-1\r\n"};
  other_epoch.next();
  other_epoch.next();
  EXPECT_EQ(other_epoch.next(), "event: snapshot\ndata: {\"gap\":true}\n\n");
  EXPECT_THAT(other_epoch.next(), HasSubstr("One"));
}

TEST(HttpStream, PingsAsAsked) {
  TestServer server;
  const auto id = server.submit();
  Stream stream{server, path_of(id) + "?ping=20"};
  stream.next();
  stream.next();
  EXPECT_EQ(stream.next(), ": ping\n\n");
  EXPECT_EQ(stream.next(), ": ping\n\n");
  server.begin_job();
  std::string frame = stream.next();
  while (frame == ": ping\n\n") frame = stream.next();
  EXPECT_EQ(frame, "event: status\ndata: in_progress\n\n");
}

TEST(HttpStream, EndsThoughNobodyToldOfTheEnd) {
  TestServer server;
  const auto id = server.submit();
  Stream stream{server, path_of(id) + "?ping=20"};
  stream.next();
  stream.next();
  // As by a process that died before it could tell.
  ASSERT_TRUE(await(server.store.cancel(core::public_scope(), core::SubmissionId{id}, server.clock.now())));
  std::string frame = stream.next();
  while (frame == ": ping\n\n") frame = stream.next();
  EXPECT_EQ(frame, "event: status\ndata: cancelled\n\n");
  EXPECT_THAT(stream.next(), HasSubstr("event: done\n"));
}

TEST(HttpStream, CancelEndsOnlyTheOneThatWasCancelled) {
  TestServer server;
  const auto first = server.submit();
  const auto second = server.submit();  // the same code: it joins the job
  const auto claim = server.begin_job();
  Stream stream{server, path_of(first)};
  Stream other{server, path_of(second)};
  HttpClient client{server.port()};
  ASSERT_EQ(client.ask("POST", "/api/reviews/" + first + "/cancel").status, 200);
  const auto all = stream.client.read_all();
  EXPECT_THAT(
      all, HasSubstr("event: status\ndata: cancelled\n\nevent: done\ndata: {\"status\":\"cancelled\"}\n\n"));
  server.end_job(claim);
  EXPECT_THAT(other.client.read_all(), HasSubstr("\"submission_id\":\"" + second));
}

TEST(HttpEvents, ShowsEverythingWithIds) {
  TestServer server;
  Stream stream{server, "/api/events"};
  EXPECT_EQ(stream.next(), "retry: 2000\n\n");
  EXPECT_EQ(stream.next(), "event: snapshot\ndata: {\"gap\":false}\n\n");
  const auto id = server.submit();
  EXPECT_EQ(stream.next(), "event: status\ndata: {\"id\":\"" + id + "\",\"status\":\"pending\"}\n\n");
  const auto claim = server.begin_job();
  EXPECT_EQ(stream.next(), "event: status\ndata: {\"id\":\"" + id + "\",\"status\":\"in_progress\"}\n\n");
  const auto resume_here = stream.last_id;
  server.hub.publish(claim.job, core::Progressed{20, core::Stage::analysing});
  EXPECT_EQ(stream.next(),
            "event: progress\ndata: {\"id\":\"" + id + "\",\"percent\":20,\"stage\":\"analysing\"}\n\n");
  server.found_issue(claim, "One");
  EXPECT_THAT(stream.next(), StartsWith("event: issue\ndata: {\"id\":\"" + id + "\",\"issue\":{\"id\":"));
  server.end_job(claim);
  EXPECT_EQ(stream.next(), "event: status\ndata: {\"id\":\"" + id + "\",\"status\":\"completed\"}\n\n");
  EXPECT_EQ(stream.next(), "event: done\ndata: {\"id\":\"" + id + "\",\"status\":\"completed\"}\n\n");

  Stream resumed{server, "/api/events", "Last-Event-ID: " + resume_here + "\r\n"};
  resumed.next();
  EXPECT_EQ(resumed.next(), "event: snapshot\ndata: {\"gap\":false}\n\n");
  EXPECT_THAT(resumed.next(), StartsWith("event: progress\n"));
  Stream from_before{server, "/api/events", "Last-Event-ID: 12-3\r\n"};
  from_before.next();
  EXPECT_EQ(from_before.next(), "event: snapshot\ndata: {\"gap\":true}\n\n");
  Stream from_elsewhere{server, "/api/events", "Last-Event-ID: nonsense\r\n"};
  from_elsewhere.next();
  EXPECT_EQ(from_elsewhere.next(), "event: snapshot\ndata: {\"gap\":true}\n\n");
}

TEST(HttpEvents, ASlowReaderGetsAnExplicitGap) {
  TestServerOptions options;
  options.hub.job_frames = 50;
  options.hub.scope_frames = 50;
  TestServer server{std::move(options)};
  const auto id = server.submit();
  const auto claim = server.begin_job();
  HttpClient client{server.port(), 4096};
  client.send("GET " + path_of(id) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  client.read_until("data: in_progress\n\n");
  const std::string title(20'000, 'x');
  for (int i = 0; i < 2000; ++i) server.found_issue(claim, std::to_string(i) + " " + title);
  server.end_job(claim);
  const auto all = client.read_all();
  EXPECT_THAT(all, HasSubstr("event: snapshot\ndata: {\"gap\":true}\n\n"));
  EXPECT_THAT(all, HasSubstr("event: status\ndata: completed\n\nevent: done\n"));
  EXPECT_LT(all.size(), 40'000'000U);
}

TEST(HttpEvents, ClientsThatVanishAreForgotten) {
  TestServer server;
  const auto id = server.submit();
  for (int i = 0; i < 20; ++i) {
    HttpClient client{server.port()};
    client.send("GET " + path_of(id) + "?ping=10 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.read_until("data: pending\n\n");
    client.reset();
  }
  for (int i = 0; i < 2000; ++i) {
    if (server.metrics.render().find("assay_sse_connections 0\n") != std::string::npos) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  FAIL() << "streams are still there";
}

TEST(HttpEvents, EveryEventOnceAndInOrderForManyReaders) {
  TestServer server;
  const auto id = server.submit();
  const auto claim = server.begin_job();
  constexpr int kReaders = 200;
  constexpr int kEvents = 100;
  std::vector<std::unique_ptr<Stream>> streams;
  for (int i = 0; i < kReaders; ++i) streams.push_back(std::make_unique<Stream>(server, path_of(id)));
  for (int i = 0; i < kEvents; ++i)
    server.hub.publish(claim.job, core::Progressed{i, core::Stage::analysing});
  server.end_job(claim);
  for (auto& stream : streams) {
    const auto all = stream->client.read_all();
    std::size_t at = 0;
    for (int i = 0; i < kEvents; ++i) {
      const auto found = all.find("\"percent\":" + std::to_string(i) + ",", at);
      ASSERT_NE(found, std::string::npos);
      at = found + 1;
    }
    EXPECT_THAT(all, HasSubstr("event: done\n"));
  }
}

}  // namespace
}  // namespace assay::tests
