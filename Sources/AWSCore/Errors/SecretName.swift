/// A word that names a secret, or ends with the name of one: `SecretAccessKey`,
/// `aws_secret_access_key`, `x-amz-security-token`, `PGPASSWORD`.
struct SecretName {
  /// Of the name at the word's end, in bytes as written.
  let length: Int
  /// The name is never an ordinary word, so a value may follow it without a sign.
  let isUnmistakable: Bool
  /// Its value may have several words.
  let isHeader: Bool

  /// All names are stored backwards, because they are matched from a word's end.
  private static let unmistakable = [
    "secretaccesskey", "sessiontoken", "clientsecret", "securitytoken", "accesstoken",
    "refreshtoken", "webidentitytoken",
  ].map { Array($0.utf8.reversed()) }
  private static let headers = [Array("authorization".utf8.reversed())]
  private static let others = [
    "token", "secret", "secretkey", "tokencode", "password", "passwd", "passphrase", "passcode",
    "signature", "assertion", "samlresponse", "apikey", "privatekey", "devicecode",
    "dpop", "dpopkey",
  ].map { Array($0.utf8.reversed()) }

  /// Nil for any other word.
  init?(_ word: ArraySlice<UInt8>) {
    let longest = 48
    // Letters and digits in lower case, without `-`, `_` and `.`, and how far from the end each is.
    var letters: [UInt8] = []
    var distances: [Int] = []
    for (offset, byte) in word.reversed().prefix(longest).enumerated()
    where byte.isLetterOrDigit {
      letters.append(byte | 0x20)
      distances.append(offset + 1)
    }
    func length(_ names: [[UInt8]]) -> Int? {
      names.filter { letters.starts(with: $0) }.map { distances[$0.count - 1] }.max()
    }
    let (strong, header) = (length(Self.unmistakable), length(Self.headers))
    guard let length = strong ?? header ?? length(Self.others) else { return nil }
    self.length = length
    isUnmistakable = strong != nil
    isHeader = header != nil
  }
}
