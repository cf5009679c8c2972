#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/engine.hpp"
#include "base/result.hpp"

namespace assay::analysis {

// What parent and child say to each other over the pipes: a 4-byte length (this machine's byte order, both
// ends are one build), then that many bytes.

inline constexpr std::uint32_t kMaxMessage = 256U << 20;

/// The first message to a child.
struct ChildSetup {
  Limits limits;
  std::uint32_t cpu_seconds = 10;         ///< for each analysis; the kernel kills a child that uses more
  std::uint64_t memory_bytes = 1U << 30;  ///< address space; 0 for no limit
  std::string extra_rules;                ///< encode_rules of a user's own; empty for none
  std::vector<std::string> disabled;      ///< names of rules that are not to run, as in RuleChoice
  std::vector<std::string> enabled;  ///< names of rules that are to run though they are off by themselves
};

/// The child's answer to it: what of its protection it could not set up; empty in good order.
struct ChildReady {
  std::string missing;
};

std::string encode(ChildSetup setup);
std::string encode(ChildReady ready);
std::string encode(Source source);
std::string encode(AnalysisResult result);
base::Result<ChildSetup> decode_setup(std::string_view bytes);
base::Result<ChildReady> decode_ready(std::string_view bytes);
base::Result<Source> decode_source(std::string_view bytes);
base::Result<AnalysisResult> decode_result(std::string_view bytes);

}  // namespace assay::analysis
