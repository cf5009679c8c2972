#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::fakes {

/// What goes wrong with one reply. `kind` is one of fault_kinds(); parameters have the defaults named there.
struct Fault {
  std::string kind = "clean";
  std::map<std::string, std::string, std::less<>> parameters;

  bool is(std::string_view name) const { return kind == name; }
  long long number(std::string_view name, long long otherwise) const;
  std::string text(std::string_view name, std::string_view otherwise) const;
};

struct FaultKind {
  std::string_view name;
  std::string_view what;  ///< one line for --help and GET /_fake/faults
};

std::span<const FaultKind> fault_kinds();

/// "kind" or "kind:name=value,name=value". An unknown kind is an error that lists nothing but the name.
base::Result<Fault> parse_fault(std::string_view text);

/// A script as sent to POST /_fake/script: {"faults":["cut:at=100", {"kind":"status","status":429}],
/// "repeat":false}.
struct Script {
  std::vector<Fault> faults;
  bool repeat = false;  ///< start over at the end, instead of answering cleanly from then on
};
base::Result<Script> parse_script(std::string_view json);

}  // namespace assay::fakes
