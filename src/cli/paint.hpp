#pragma once
#include <string>
#include <string_view>

#include "cli/environment.hpp"
#include "cli/output.hpp"

namespace assay::cli {

/// Colours are for terminals, and for nobody who set NO_COLOR (to anything but nothing) or calls a terminal
/// "dumb".
inline bool wants_colours(const Output& out, const Environment& environment) {
  return out.is_terminal() && !environment.variable("NO_COLOR") && environment.variable("TERM") != "dumb";
}

/// `text` in an ANSI colour such as "1;31", or as it is.
inline std::string painted(const std::string& text, std::string_view colour, bool colours) {
  return colours ? "\x1b[" + std::string{colour} + "m" + text + "\x1b[0m" : text;
}

}  // namespace assay::cli
