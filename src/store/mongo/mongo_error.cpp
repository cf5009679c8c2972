#include "store/mongo/mongo_error.hpp"

#include <mongoc/mongoc.h>

#include <algorithm>
#include <array>
#include <string>

namespace assay::store::mongo {
namespace {

using base::Errc;

// Codes of the server (error_codes.yml of its source).
constexpr std::array<std::uint32_t, 3> kDuplicateKey{11000, 11001, 12582};
/// Not primary, stepping down, shutting down, host unreachable, network timeout, no quorum for a write
/// concern, a write conflict, exceeded time limits: the same call may work later.
constexpr std::array<std::uint32_t, 22> kPassing{6,     7,     24,    50,    64,    79,   89,  91,
                                                 100,   112,   133,   134,   189,   202,  262, 9001,
                                                 10058, 10107, 11600, 11602, 13435, 13436};
constexpr std::array<std::uint32_t, 3> kLogin{13, 18, 8000};
constexpr std::array<std::uint32_t, 3> kTooLarge{10334, 17419, 17420};
constexpr std::uint32_t kOutOfDiskSpace = 14031;

bool is_in(const auto& codes, std::uint32_t code) { return std::ranges::find(codes, code) != codes.end(); }

}  // namespace

base::Error error_of(const bson_error_t& error) {
  const auto code = static_cast<std::uint32_t>(error.code);
  const std::string said{error.message};
  switch (error.domain) {
    case MONGOC_ERROR_SERVER_SELECTION:
      return {Errc::unavailable, "no primary of MongoDB can be reached: " + said, {}};
    case MONGOC_ERROR_STREAM:
      return {Errc::unavailable, "the connection to MongoDB was lost: " + said, {}};
    case MONGOC_ERROR_CLIENT:
      if (code == MONGOC_ERROR_CLIENT_AUTHENTICATE)
        return {Errc::unavailable, "MongoDB does not accept user and password of MONGODB_URI: " + said, {}};
      break;
    case MONGOC_ERROR_BSON:
      return {Errc::too_large, "a document is too large for MongoDB: " + said, {}};
    default:
      break;
  }
  if (is_in(kDuplicateKey, code)) return {Errc::conflict, "the key is in use", {}};
  if (is_in(kPassing, code)) return {Errc::unavailable, "MongoDB can't do this now: " + said, {}};
  if (is_in(kLogin, code))
    return {Errc::unavailable, "the user of MONGODB_URI is not allowed to do this: " + said, {}};
  if (is_in(kTooLarge, code)) return {Errc::too_large, "a document is too large for MongoDB", {}};
  if (code == kOutOfDiskSpace) return {Errc::exhausted, "the disk of MongoDB is full", {}};
  return {Errc::internal, "MongoDB refused a command (" + std::to_string(code) + "): " + said, {}};
}

}  // namespace assay::store::mongo
