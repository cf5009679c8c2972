#include "store/mongo/counter.hpp"

#include "store/mongo/documents.hpp"

namespace assay::store::mongo {

base::Result<std::int64_t> next_number(Client& client, std::string_view name) {
  ChangeOptions options;
  options.ack = Ack::majority;
  options.upsert = true;
  const Document update{{"$inc", Document{{"next", std::int64_t{1}}}}};
  auto counted = client.change(kMeta, {{"_id", name}}, update, options);
  // Two may both find that there is none yet and make it: the second of them then finds the first one's.
  if (!counted && counted.error().code == base::Errc::conflict)
    counted = client.change(kMeta, {{"_id", name}}, update, options);
  if (!counted) return base::fail(std::move(counted.error()));
  if (!*counted) return base::fail(base::Errc::internal, "MongoDB did not give the counter");
  return (*counted)->view().number("next");
}

}  // namespace assay::store::mongo
