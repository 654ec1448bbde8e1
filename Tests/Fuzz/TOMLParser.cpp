// toml++ as TOMLKit compiles it, for TOMLFuzz.swift.
#define TOML_EXCEPTIONS 1
#include "toml.hpp"

extern "C" void parse_toml(const char *text) {
  try {
    (void)toml::parse(text);
  } catch (const toml::parse_error &) {
    // A text that is no TOML, said as it should be.
  }
}
