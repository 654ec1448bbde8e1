// The guard before the TOML parser, fed with random bytes by `scripts/check fuzz`, and the parser
// itself (toml++, which asserts what a text can break) with all that the guard lets through.

/// In TOMLParser.cpp; takes a text that ends with a NUL.
@_silgen_name("parse_toml")
private func parseTOML(_ text: UnsafePointer<CChar>)

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let text = String(validating: bytes, as: UTF8.self) else { return 0 }
  do {
    try TOMLGuard.check(text)
  } catch {
    let lines = text.unicodeScalars.count { $0 == "\n" } + 1
    precondition((1...lines).contains(error.line), "the refusal is in no line of the text")
    return 0
  }
  text.withCString(parseTOML)
  _ = TOMLLines(text)
  return 0
}
