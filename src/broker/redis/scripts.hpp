#pragma once
#include <string_view>

/// The texts of scripts/*.lua, embedded by the build: kQueueClaim is queue_claim.lua. What each takes and
/// gives stands in it.
namespace assay::broker::redis::scripts {

extern const std::string_view kEventsAttach;
extern const std::string_view kEventsDetach;
extern const std::string_view kEventsPublish;
extern const std::string_view kEventsScope;
extern const std::string_view kLimiterAdmit;
extern const std::string_view kLimiterGiveBack;
extern const std::string_view kQueueCancel;
extern const std::string_view kQueueClaim;
extern const std::string_view kQueueDepth;
extern const std::string_view kQueueEnqueue;
extern const std::string_view kQueueExtend;
extern const std::string_view kQueueForget;
extern const std::string_view kQueueGrant;
extern const std::string_view kQueueRestore;
extern const std::string_view kQueueRetry;
extern const std::string_view kQueueTakeTurn;

}  // namespace assay::broker::redis::scripts
