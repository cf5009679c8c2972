#include "store/mongo/inputs.hpp"

#include "store/mongo/documents.hpp"
#include "store/mongo/pieces.hpp"
#include "store/stored_files.hpp"
#include "store/stored_options.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

// No constant: nothing of the library may run before it is loaded.
Document absent() { return {{"$exists", false}}; }

Result<Document> code_of(Client& client, const core::NewSubmission& submission) {
  const auto& input = *submission.input;
  const std::string owner = "code/" + submission.id.str();
  return keep_bytes(client, input.files.empty() ? input.code : encode_files(input.files), owner);
}

Result<bool> has_open_job(Client& client, const std::string& input) {
  const auto jobs = client.count(kJobs, {{"input", input}, {"open", true}}, 1);
  if (!jobs) return base::fail(jobs.error());
  return *jobs > 0;
}

}  // namespace

Result<std::optional<core::ReviewId>> cached_review(Client& client, const core::NewSubmission& submission) {
  FindOptions options;
  options.projection = {{"cache", 1}};
  const auto found =
      client.find_one(kInputs, {{"_id", input_id(submission.scope, submission.fingerprint)}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<core::ReviewId>{};
  const auto cache = (*found)->view().document("cache");
  if (cache.empty() || cache.time("expires_at") <= submission.created_at)
    return std::optional<core::ReviewId>{};
  return std::optional{core::ReviewId{cache.text("review")}};
}

Document input_fields(const core::NewSubmission& submission, const Document& code) {
  const auto& input = *submission.input;
  return {{"scope", submission.scope},
          {"fingerprint", submission.fingerprint},
          {"language", core::to_string(input.language)},
          {"filename", input.filename},
          {"options", encode_options(input.options)},
          {"files", static_cast<int>(input.files.size())},
          {"code", code}};
}

Result<void> keep_input(Client& client, const core::NewSubmission& submission) {
  const auto& input = *submission.input;
  const std::string id = input_id(submission.scope, submission.fingerprint);
  const Document use{{"$max", Document{{"used_at", submission.created_at}}},
                     {"$inc", Document{{"touched", std::int64_t{1}}}}};
  ChangeOptions options;
  options.ack = Ack::majority;
  options.projection = {{"forgotten", 1}};
  while (true) {
    const auto known = client.change(kInputs, {{"_id", id}}, use, options);
    if (!known) return base::fail(known.error());
    if (*known && !(*known)->view().flag("forgotten")) return {};
    const auto code = code_of(client, submission);
    if (!code) return base::fail(code.error());
    const auto files = static_cast<int>(input.files.size());
    if (*known) {
      // Code that was forgotten is there again, for those who submitted it before too.
      const auto again = client.update_one(
          kInputs, {{"_id", id}, {"forgotten", true}},
          {{"$set", Document{{"code", *code}, {"files", files}}}, {"$unset", Document{{"forgotten", 1}}}},
          Ack::majority);
      if (!again) return base::fail(again.error());
      return {};
    }
    Document fresh{{"_id", id}};
    fresh.merge(input_fields(submission, *code))
        .set("used_at", submission.created_at)
        .set("touched", std::int64_t{1});
    auto made = client.insert(kInputs, fresh, Ack::majority);
    // Somebody else has made it meanwhile: then use theirs.
    if (made || made.error().code != base::Errc::conflict) return made;
  }
}

Result<std::shared_ptr<const core::ReviewInput>> read_input(Client& client, const std::string& id,
                                                            bool no_cache) {
  const auto found = client.find_one(kInputs, {{"_id", id}});
  if (!found) return base::fail(found.error());
  return read_input(client, *found ? &**found : nullptr, no_cache);
}

Result<std::map<std::string, Document>> find_inputs(Client& client, const std::set<std::string>& ids) {
  std::map<std::string, Document> inputs;
  if (ids.empty()) return inputs;
  Array wanted;
  for (const auto& id : ids) wanted.add(id);
  auto found = client.find(kInputs, {{"_id", Document{{"$in", wanted}}}});
  if (!found) return base::fail(std::move(found.error()));
  for (auto& each : *found) {
    auto id = each.view().text("_id");
    inputs.emplace(std::move(id), std::move(each));
  }
  return inputs;
}

Result<std::shared_ptr<const core::ReviewInput>> read_input(Client& client, const Document* found,
                                                            bool no_cache) {
  const auto view = found == nullptr ? View{} : found->view();
  if (found == nullptr || view.flag("forgotten"))
    return base::fail(base::Errc::not_found, "the code of this review is not kept any more");
  auto bytes = read_bytes(client, view.document("code"));
  if (!bytes) return base::fail(std::move(bytes.error()));
  const auto language = core::parse_language(view.bytes("language"));
  auto options = decode_options(view.bytes("options"));
  if (!language || !options) return base::fail(base::Errc::corrupt, "an input can't be read");
  core::ReviewInput input;
  input.language = *language;
  input.filename = view.text("filename");
  input.options = std::move(*options);
  input.options.no_cache = no_cache;
  if (view.number("files") == 0) {
    input.code = std::move(*bytes);
  } else {
    auto files = decode_files(*bytes);
    if (!files) return base::fail(base::Errc::corrupt, "the files of an input can't be read");
    input.files = std::move(*files);
  }
  return std::make_shared<const core::ReviewInput>(std::move(input));
}

Result<core::Language> input_language(Client& client, const std::string& id) {
  FindOptions options;
  options.projection = {{"language", 1}};
  const auto found = client.find_one(kInputs, {{"_id", id}}, options);
  if (!found) return base::fail(found.error());
  const auto language =
      *found ? core::parse_language((*found)->view().bytes("language")) : std::optional<core::Language>{};
  if (!language) return base::fail(base::Errc::corrupt, "the input of a job is missing");
  return *language;
}

Result<void> remove_unused_input(Client& client, const std::string& id) {
  while (true) {
    FindOptions options;
    options.projection = {{"touched", 1}, {"code.owner", 1}};
    const auto found = client.find_one(kInputs, {{"_id", id}}, options);
    if (!found) return base::fail(found.error());
    if (!*found) return {};
    const auto users = client.count(kSubmissions, {{"input", id}, {"erasing", absent()}}, 1);
    if (!users) return base::fail(users.error());
    const auto open = has_open_job(client, id);
    if (!open) return base::fail(open.error());
    if (*users > 0 || *open) return {};
    const auto view = (*found)->view();
    const auto gone =
        client.remove_one(kInputs, {{"_id", id}, {"touched", view.number("touched")}}, Ack::majority);
    if (!gone) return base::fail(gone.error());
    if (*gone == 1) return drop_bytes(client, view.document("code"));
  }
}

Result<bool> forget_code(Client& client, const std::string& id, base::Timestamp before) {
  const auto open = has_open_job(client, id);
  if (!open) return base::fail(open.error());
  if (*open) return false;
  ChangeOptions options;
  options.ack = Ack::majority;
  options.give_new = false;
  options.projection = {{"code.owner", 1}};
  const auto forgotten =
      client.change(kInputs, {{"_id", id}, {"used_at", Document{{"$lt", before}}}, {"forgotten", absent()}},
                    {{"$set", Document{{"forgotten", true}}}, {"$unset", Document{{"code", 1}}}}, options);
  if (!forgotten) return base::fail(forgotten.error());
  if (!*forgotten) return false;
  if (auto dropped = drop_bytes(client, (*forgotten)->view().document("code")); !dropped)
    return base::fail(std::move(dropped.error()));
  return true;
}

}  // namespace assay::store::mongo
