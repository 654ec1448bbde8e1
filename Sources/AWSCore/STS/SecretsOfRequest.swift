/// The secrets in a request's body, and how they are removed from an error about it: a server or a
/// proxy may send the body back, whole, in pieces or cut off.
struct SecretsOfRequest {
  /// This many bytes in a row that also occur in a secret count as a piece of it. Shorter secrets,
  /// such as an MFA code, are removed where they stand as a word.
  private static let piece = 10

  private let short: [[UInt8]]
  private let pieces: Set<ArraySlice<UInt8>>

  init(_ secrets: [String]) {
    let all = Set(secrets.flatMap { [$0, PercentEncoding.encode($0.utf8)] }).map { Array($0.utf8) }
    short = all.filter { !$0.isEmpty && $0.count < Self.piece }
    pieces = all.reduce(into: []) { pieces, secret in
      for start in secret.indices.dropLast(Self.piece - 1) {
        pieces.insert(secret[start..<start + Self.piece])
      }
    }
  }

  func hidden(in error: AWSError) -> AWSError {
    switch error {
    case .service(var fault):
      fault.code = hidden(in: fault.code)
      fault.message = hidden(in: fault.message)
      fault.type = fault.type.map(hidden)
      fault.requestID = fault.requestID.map(hidden)
      return .service(fault)
    case .unreadableAnswer(let detail, let requestID):
      return .unreadableAnswer(detail: hidden(in: detail), requestID: requestID.map(hidden))
    case .connection(var failure):
      failure.detail = hidden(in: failure.detail)
      return .connection(failure)
    case .resting(let cause, let end): return .resting(cause: hidden(in: cause), until: end)
    default: return error
    }
  }

  func hidden(in text: String) -> String {
    let bytes = Array(text.utf8)
    var isSecret = [Bool](repeating: false, count: bytes.count)
    for start in bytes.indices.dropLast(Self.piece - 1)
    where pieces.contains(bytes[start..<start + Self.piece]) {
      for index in start..<start + Self.piece { isSecret[index] = true }
    }
    for secret in short {
      for start in bytes.indices where bytes[start...].starts(with: secret) {
        let end = start + secret.count
        let isWord =
          (start == 0 || !bytes[start - 1].isLetterOrDigit)
          && (end == bytes.count || !bytes[end].isLetterOrDigit)
        if isWord { for index in start..<end { isSecret[index] = true } }
      }
    }
    guard isSecret.contains(true) else { return text }
    var kept: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if !isSecret[index] {
        kept.append(byte)
      } else if index == 0 || !isSecret[index - 1] {
        kept += Array("(hidden)".utf8)
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
