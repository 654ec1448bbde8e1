// The reader of the filter language, fed with random bytes by `scripts/check fuzz`; compiled
// together with the sources that it tries.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  var parser = FilterParser(String(decoding: bytes, as: UTF8.self))
  guard let expression = try? parser.parse() else { return 0 }
  // What is said of a filter reads as the same filter.
  var again = FilterParser("\(expression)")
  precondition((try? again.parse()) == expression, "\(expression)")
  return 0
}
