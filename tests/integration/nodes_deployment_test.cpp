// The files of packaging/container, held against the real binary: the compose file's nodes are started as it
// says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

#include "integration/http_client.hpp"
#include "integration/nodes.hpp"

namespace assay::tests {
namespace {

using testing::Contains;
using testing::HasSubstr;

const std::filesystem::path kFolder = std::filesystem::path{ASSAY_SOURCE_DIR} / "packaging";

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// All that the group of the expression matches, in order.
std::vector<std::string> found_in(const std::string& text, const std::string& expression) {
  const std::regex wanted{expression};
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), wanted}, end; at != end; ++at)
    found.push_back((*at)[1]);
  return found;
}

/// A service of the compose file; what it merges in (`<<`) counts where it does not say otherwise.
YAML::Node member(const YAML::Node& node, const std::string& name) {
  if (const auto own = node[name]) return own;
  if (const auto merged = node["<<"]) return member(merged, name);
  return YAML::Node{YAML::NodeType::Undefined};
}

std::vector<std::string> words_of(const YAML::Node& list) {
  std::vector<std::string> words;
  for (const auto& word : list) words.push_back(word.as<std::string>());
  return words;
}

std::string behind(const std::vector<std::string>& words, const std::string& flag) {
  const auto at = std::ranges::find(words, flag);
  return at == words.end() || std::next(at) == words.end() ? std::string{} : *std::next(at);
}

/// `assay config` says of each setting where it comes from.
std::string configured(const Variables& environment) {
  const auto shown = run_assay({"config"}, environment);
  EXPECT_EQ(shown.code, 0) << shown.err;
  return shown.out;
}

class Deployment : public testing::Test {
 protected:
  YAML::Node compose = YAML::LoadFile((kFolder / "container/compose.yaml").string());
  YAML::Node services = compose["services"];
};

TEST_F(Deployment, EveryVariableIsReadByTheBinary) {
  const auto settings = [](const std::string& name, const std::string& value) {
    return configured({{name, value}});
  };
  for (const auto& variable : member(services["api1"], "environment")) {
    const auto name = variable.first.as<std::string>();
    auto value = variable.second.as<std::string>();
    if (value.starts_with("${")) value = "from-the-shell";
    EXPECT_THAT(settings(name, value), HasSubstr(name)) << "nothing is set by " << name;
  }
  const auto image = text_of(kFolder / "container/Containerfile");
  const auto units =
      text_of(kFolder / "systemd/assay.service") + text_of(kFolder / "systemd/assay-worker.service");
  auto named = found_in(image + units, "(ASSAY_[A-Z_]+)=");
  EXPECT_THAT(named, Contains("ASSAY_DATA"));
  for (const auto& name : named) {
    if (name == "ASSAY_CONFIG") continue;  // names a file, and is no setting
    EXPECT_THAT(settings(name, name == "ASSAY_LOG_FORMAT" ? "json" : "/somewhere"), HasSubstr(name)) << name;
  }
}

TEST_F(Deployment, PortsNamesAndLimitsOfTheProxyFitTheNodes) {
  const auto proxy = text_of(kFolder / "container/nginx.conf");
  const auto upstreams = found_in(proxy, "server ([a-z0-9]+:[0-9]+) ");
  ASSERT_EQ(upstreams.size(), 2U);
  for (const auto& upstream : upstreams) {
    const auto name = upstream.substr(0, upstream.find(':'));
    const auto command = words_of(member(services[name], "command"));
    EXPECT_EQ("0.0.0.0" + upstream.substr(upstream.find(':')), behind(command, "--listen")) << name;
    EXPECT_THAT(words_of(services["nginx"]["depends_on"]), Contains(name));
  }
  const auto published = services["nginx"]["ports"][0].as<std::string>();
  EXPECT_EQ(found_in(proxy, "listen ([0-9]+);").at(0), published.substr(published.find(':') + 1));
  const auto volume = services["nginx"]["volumes"][0].as<std::string>();
  EXPECT_TRUE(std::filesystem::exists(kFolder / "container" / volume.substr(0, volume.find(':'))));
  // Both proxies let through what the server takes, and hold back no event.
  for (const auto& conf : {proxy, text_of(kFolder / "nginx/assay.conf")}) {
    const auto megabytes = found_in(conf, "client_max_body_size ([0-9]+)m;").at(0);
    EXPECT_THAT(configured({}), testing::ContainsRegex("http.max_body_bytes +" + megabytes + " MiB"));
    const auto streams = found_in(conf, "location ~ (\\^/api/.*) \\{").at(0);
    for (const auto* path : {"/api/events", "/api/reviews/0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44/stream"})
      EXPECT_TRUE(std::regex_match(path, std::regex{streams})) << path;
  }
}

TEST_F(Deployment, TheImageAndTheComposeFileAgree) {
  const auto image = text_of(kFolder / "container/Containerfile");
  const auto port = found_in(image, "EXPOSE ([0-9]+)").at(0);
  EXPECT_THAT(image, HasSubstr("\"--listen\", \"0.0.0.0:" + port + "\""));
  EXPECT_EQ(found_in(image, "ASSAY_DATA=([^ \n]+)").at(0), found_in(image, "VOLUME ([^ \n]+)").at(0));
  const auto build = member(services["api1"], "build");
  const auto context = kFolder / "container" / build["context"].as<std::string>();
  EXPECT_TRUE(std::filesystem::exists(context / build["dockerfile"].as<std::string>()));
  // Two servers and three workers, each of the same settings; both stores are where the nodes look for them.
  int workers = 0;
  for (const auto& service : services) {
    const auto command = words_of(member(service.second, "command"));
    if (!command.empty() && command.front() == "worker") ++workers;
  }
  EXPECT_EQ(workers, 3);
  for (const auto& variable : member(services["api1"], "environment")) {
    const auto hosts = found_in(variable.second.as<std::string>(), "://([a-z]+):");
    for (const auto& host : hosts) EXPECT_TRUE(services[host]) << host;
  }
  // The time that is given to a node is more than it takes to finish or hand back what it is at.
  const auto grace = member(services["worker1"], "stop_grace_period").as<std::string>();
  EXPECT_GE(std::stoi(grace), 20 + 15);
}

TEST_F(Deployment, TheImageIsBuiltOfWhatGitKeeps) {
  const std::filesystem::path root{ASSAY_SOURCE_DIR};
  const auto ignored = found_in(text_of(root / ".dockerignore"), "(?:^|\n)(?:\\*\\*/)?([^#\n]+)");
  auto kept_out = found_in(text_of(root / ".gitignore"), "(?:^|\n)/?(?:\\*\\*/)?([^#\n]+?)/?(?=\n|$)");
  EXPECT_THAT(kept_out, Contains("build"));
  for (const auto& name : kept_out) EXPECT_THAT(ignored, Contains(name));
}

TEST_F(Deployment, TheReplicaSetIsMadeOfTheNameThatNodesKnow) {
  const auto mongo = services["mongo"];
  const auto uri = member(services["api1"], "environment")["MONGODB_URI"].as<std::string>();
  EXPECT_EQ(behind(words_of(mongo["command"]), "--replSet"), found_in(uri, "replicaSet=([a-z0-9]+)").at(0));
  const auto made = mongo["healthcheck"]["test"][mongo["healthcheck"]["test"].size() - 1].as<std::string>();
  EXPECT_THAT(made, HasSubstr("host: '" + found_in(uri, "//([a-z0-9:]+)/").at(0) + "'"))
      << "drivers go where the set says its members are";
}

TEST_F(Deployment, ItsNodesRunAsTheFileSays) {
  if (const auto why = Nodes::missing(); !why.empty()) GTEST_SKIP() << why;
  const Nodes nodes;
  auto environment = nodes.environment();
  for (const auto& variable : member(services["api1"], "environment")) {
    auto value = variable.second.as<std::string>();
    if (value.starts_with("${")) value.clear();
    environment.emplace(variable.first.as<std::string>(), value);  // but for where Redis and MongoDB are
  }
  const auto start = [&](const std::string& service) {
    auto command = words_of(member(services[service], "command"));
    *std::next(std::ranges::find(command, "--listen")) = "127.0.0.1:0";
    return std::make_unique<AssayProcess>(command, std::vector<std::string>{}, environment);
  };
  const auto api = start("api2");
  const auto worker = start("worker3");
  // As its first lines say.
  const auto head = text_of(kFolder / "container/compose.yaml").substr(0, 400);
  const auto hint = found_in(head, "assay (key create [a-z]+ --scope [a-z]+)").at(0);
  std::vector<std::string> words;
  for (const auto& word : found_in(hint, "([^ ]+)")) words.push_back(word);
  const auto made = run_assay(words, environment);
  ASSERT_EQ(made.code, 0) << made.err;
  const auto key = "Authorization: Bearer " + made.out.substr(0, made.out.find('\n')) + "\r\n";
  HttpClient client{api->port()};
  EXPECT_EQ(client.ask("GET", "/api/reviews").status, 401);
  const auto done = client.ask("POST", "/api/reviews", R"({"language":"go","code":"package a"})",
                               key + "Prefer: wait=30\r\n");
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(done.body, HasSubstr("\"status\":\"completed\""));
  EXPECT_EQ(HttpClient{worker->port()}.ask("GET", "/metrics", {}, key).status, 200);
}

}  // namespace
}  // namespace assay::tests
