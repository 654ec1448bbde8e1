/// Takes secrets out of a text before it is written anywhere: the values that are known to be
/// secret, and whatever stands where requests, answers and files of AWS have theirs (`SecretScan`).
///
/// The one gate for what servers and programs said, before it becomes an error, and the last one of a
/// log.
public struct SecretMask: Sendable {
  /// A secret of AWS's has 40 characters. What is shorter than this may be a word of a message.
  private static let shortest = 8
  private static let mask = "(hidden)"

  private let known: [String]
  private let hidesBareKeys: Bool

  /// - Parameters:
  ///   - known: Values to hide wherever they turn up.
  ///   - hidesBareKeys: Whether what looks like a key is hidden without a name before it: for what
  ///     programs of others print.
  public init(known: [String] = [], hidesBareKeys: Bool = false) {
    self.known = known.filter { $0.utf8.count >= Self.shortest }
      .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    self.hidesBareKeys = hidesBareKeys
  }

  /// The secrets that a user's variables hold.
  public init(environment: Environment) {
    let names = [
      "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    ]
    self.init(known: names.compactMap { environment[$0] })
  }

  public func masked(_ text: String) -> String {
    var text = known.reduce(text) { $0.replacing($1, with: Self.mask) }
    text = Self.hide(SecretScan(text).values, in: text)
    if hidesBareKeys { text = Self.hide(Self.bareKeys(in: text), in: text) }
    return text.replacing(Self.userInfo) { "\($0.output.1)\(Self.mask)@" }
  }

  private static func hide(_ ranges: [Range<Int>], in text: String) -> String {
    guard !ranges.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var position = 0
    for range in ranges {
      kept += bytes[position..<range.lowerBound]
      kept += Array(mask.utf8)
      position = range.upperBound
    }
    return String(decoding: kept + bytes[position...], as: UTF8.self)
  }

  /// As many signs in a row as a secret access key has, or more, with capitals, small letters and
  /// digits, that are no path.
  private static func bareKeys(in text: String) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    let kinds = [
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
    ]
    return bytes.indices.split { !SecretScan.isOfKey(bytes[$0]) || bytes[$0] == UInt8(ascii: "=") }
      .filter { run in
        run.count >= shortestBareKey && !isPath(bytes[run.startIndex..<run.endIndex])
          && kinds.allSatisfy { kind in run.contains { kind.contains(bytes[$0]) } }
      }.map { $0.startIndex..<$0.endIndex }
  }

  /// base64 has either slashes or these signs.
  private static func isPath(_ run: ArraySlice<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    let slashes = run.count { $0 == slash }
    return slashes > 0 && run.contains { "_-.~".utf8.contains($0) }
      || run.first == slash && slashes > 2
  }

  private static let shortestBareKey = 32

  /// `https://user:password@host`; rather too much than a password with a slash in it.
  private static var userInfo: Regex<(Substring, Substring)> {
    /(:\/\/)[^\s@"']+@/
  }
}
