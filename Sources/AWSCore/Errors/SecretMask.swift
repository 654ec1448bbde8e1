/// Removes secrets from a text before it is written anywhere: values known to be secret, and
/// whatever stands where requests, answers and files of AWS have theirs (`SecretScan`).
///
/// What servers and programs say goes through it before it becomes an error, and so does every line
/// of the call log.
public struct SecretMask: Sendable {
  /// An AWS secret has 40 characters. Anything shorter than this may be a word of a message.
  private static let shortest = 8
  private static let mask = "(hidden)"

  private let known: [String]
  private let hidesBareKeys: Bool

  /// - Parameters:
  ///   - known: Values to hide wherever they turn up.
  ///   - hidesBareKeys: Whether to hide what looks like a key even without a name before it: for
  ///     output of other people's programs.
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

  /// Runs of at least `shortestBareKey` characters that keys are made of (a secret access key has
  /// 40), with capitals, small letters and digits, that don't look like a path.
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

  /// base64 has slashes or, in its URL form, `_` and `-`: a run with a slash and one of `_-.~` is a
  /// path.
  private static func isPath(_ run: ArraySlice<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    let slashes = run.count { $0 == slash }
    return slashes > 0 && run.contains { "_-.~".utf8.contains($0) }
      || run.first == slash && slashes > 2
  }

  private static let shortestBareKey = 32

  /// `https://user:password@host`; matches too much rather than miss a password with a slash in it.
  private static var userInfo: Regex<(Substring, Substring)> {
    /(:\/\/)[^\s@"']+@/
  }
}
