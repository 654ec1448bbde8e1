import FoundationEssentials

/// What all attempts of one call have in common.
enum Invocation {
  /// A random UUID in lower case, as SDKs spell it. FoundationEssentials' own opens `/dev/urandom` for
  /// each, which took more time than a signature.
  static func identifier() -> String {
    var bytes = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    return withUnsafeMutableBytes(of: &bytes) { bytes in
      bytes[6] = bytes[6] & 0x0F | 0x40  // Version 4: random.
      bytes[8] = bytes[8] & 0x3F | 0x80  // RFC 9562's variant.
      return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)).uuidString.lowercased()
    }
  }
}
