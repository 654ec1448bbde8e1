// The readers of what a server and a user's files hold, fed with random bytes by `scripts/check fuzz`.
// It is compiled together with the sources that it tries, not as a target of the package.

/// libFuzzer calls this with each input: no crash, no hang and no leak is a pass.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  _ = try? XMLNode(parsing: bytes)
  _ = QueryErrorReader.fault(status: 400, headers: [], body: bytes)
  return 0
}
