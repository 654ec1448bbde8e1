// The reader of the shared config and credentials files, fed with random bytes by
// `scripts/check fuzz`; compiled together with the sources that it tries.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for kind in [ProfileFileKind.config, .credentials] {
    let profiles = ProfileParser.parse(bytes, as: kind, path: "f")
    for profile in profiles.profiles.values {
      for property in profile.properties.values { _ = property.subproperties }
    }
  }
  return 0
}
