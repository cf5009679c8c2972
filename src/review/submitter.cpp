#include "review/submitter.hpp"

#include <algorithm>

#include "base/uuid.hpp"
#include "core/input_files.hpp"
#include "core/normalise.hpp"

namespace assay::review {
namespace {

std::string join(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

/// Nothing but what normalisation takes away.
bool is_empty(std::string_view code) {
  constexpr std::string_view kNormalisedAway = "\r\n";
  if (code.starts_with(core::kByteOrderMark)) code.remove_prefix(core::kByteOrderMark.size());
  return code.find_first_not_of(kNormalisedAway) == std::string_view::npos;
}

/// One file that is under review as a whole is the same work as a text with its name.
void fold_single_file(core::ReviewInput& input) {
  if (input.files.size() != 1) return;
  auto& file = input.files.front();
  if (input.filename.empty()) input.filename = file.path;
  if (file.changed || !file.known.empty() || input.filename != file.path) return;
  input.code = std::move(file.code);
  input.language = file.language;
  input.files.clear();
}

Submitted replay_of(const core::RememberedAnswer& answer) {
  Submitted submitted;
  submitted.id = answer.id;
  submitted.status = answer.status;
  submitted.ignored_fields = answer.ignored_fields;
  submitted.replayed = true;
  return submitted;
}

/// The order and repetition in which reviewers are named must not make another fingerprint.
void sort_unique(std::vector<std::string>& names) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
}

}  // namespace

Submitter::Submitter(Parts parts) : parts_(std::move(parts)) {}

base::Result<void> Submitter::check(const core::ReviewInput& input) const {
  if (input.files.empty() && is_empty(input.code))
    return base::fail(base::Errc::invalid_argument, "code must not be empty", "code");
  if (!input.files.empty() && std::ranges::all_of(input.files, is_empty, &core::InputFile::code))
    return base::fail(base::Errc::invalid_argument, "the files must not all be empty", "files");
  const auto known = parts_.pipeline.reviewer_names();
  for (const auto& name : input.options.reviewers) {
    if (std::ranges::find(known, name) == known.end()) {
      return base::fail(
          base::Errc::invalid_argument,
          "options.reviewers names \"" + name + "\", which is not in force here; in force: " + join(known),
          "options.reviewers");
    }
  }
  return parts_.pipeline.check(input.options);
}

void Submitter::normalise(core::ReviewInput& input) const {
  sort_unique(input.options.reviewers);
  for (auto& file : input.files) {
    file.code = core::normalise_code(file.code);
    if (file.language == core::Language::automatic)
      file.language = parts_.detect_language(file.path, file.code);
  }
  if (!input.files.empty()) {
    input.language = core::main_language(input.files);
    return;
  }
  input.code = core::normalise_code(input.code);
  if (input.language == core::Language::automatic)
    input.language = parts_.detect_language(input.filename, input.code);
}

base::Task<base::Result<std::optional<Submitted>>> Submitter::find_answer(core::Scope scope,
                                                                          core::IdempotencyKey key) const {
  const auto answer = co_await parts_.store.find_answer(std::move(scope), std::move(key), parts_.clock.now());
  if (!answer) co_return base::fail(answer.error());
  std::optional<Submitted> submitted;
  if (*answer) submitted = replay_of(**answer);
  co_return submitted;
}

base::Task<base::Result<Submitted>> Submitter::submit(SubmitRequest request) {
  if (const auto checked = check(request.input); !checked) co_return base::fail(checked.error());
  auto input = std::make_shared<core::ReviewInput>(std::move(request.input));
  fold_single_file(*input);
  normalise(*input);

  core::NewSubmission submission;
  submission.created_at = parts_.clock.now();
  submission.id = core::SubmissionId{base::make_uuid7(submission.created_at, parts_.random)};
  submission.job = core::JobId{base::make_uuid7(submission.created_at, parts_.random)};
  submission.scope = request.scope;
  submission.fingerprint =
      core::fingerprint(request.scope, *input, parts_.pipeline.identities(input->options));
  submission.input = input;
  submission.rerun_of = request.rerun_of;
  submission.client = std::move(request.client);
  submission.idempotency = std::move(request.idempotency);
  submission.ignored_fields = std::move(request.ignored_fields);
  submission.quota = std::move(request.quota);
  submission.only_if_free = request.only_if_free;
  submission.trace = std::move(request.trace);
  Submitted submitted;
  submitted.id = submission.id;
  submitted.language = input->language;
  submitted.ignored_fields = submission.ignored_fields;
  const auto accepted = co_await parts_.store.accept(std::move(submission));
  if (!accepted) co_return base::fail(accepted.error());
  if (accepted->replayed) {
    co_return replay_of(*accepted->replayed);
  }
  submitted.made_job = accepted->how == core::Acceptance::new_job;
  if (parts_.metrics) parts_.metrics->accepted(accepted->how);
  if (accepted->how == core::Acceptance::from_cache) {
    submitted.status = core::Status::completed;
    parts_.bus.publish_terminal(request.scope, submitted.id, core::Status::completed);
    co_return submitted;
  }
  parts_.bus.attach(accepted->job, request.scope, submitted.id);
  // The submission is accepted whatever becomes of the wake-up: a queue that is down is filled again from the
  // store.
  if (accepted->how == core::Acceptance::new_job)
    (void)co_await parts_.queue.enqueue(accepted->job, request.scope);
  co_return submitted;
}

}  // namespace assay::review
