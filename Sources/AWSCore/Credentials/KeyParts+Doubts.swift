extension KeyParts {
  /// What makes a key look as if it had been set wrongly. It is used all the same, as the AWS command
  /// line does: AWS may answer, or a simulator that takes any key.
  var doubts: [String] {
    [accessKeyID, secretAccessKey, sessionToken].compactMap { $0?.doubt }
      + [leftOverToken].compactMap(\.self)
  }

  /// Long-term keys, which begin with `AKIA`, have no session token; AWS refuses them with one.
  private var leftOverToken: String? {
    guard let sessionToken, let accessKeyID, accessKeyID.bare.uppercased().hasPrefix("AKIA") else {
      return nil
    }
    return "\(sessionToken.place) is left over from other keys: the access key beside it is a "
      + "long-term one (AKIA…), which has no session token; "
      + (sessionToken.isVariable ? "unset it" : "remove it")
  }
}

extension KeyParts.Part {
  private static let quotes: [Character] = ["\"", "'", "`"]

  fileprivate var isVariable: Bool { place.hasPrefix("environment variable ") }

  /// Without quotes around it.
  fileprivate var bare: String { value.trimming { Self.quotes.contains($0) } }

  fileprivate var doubt: String? {
    if let first = value.first, let last = value.last,
      Self.quotes.contains(first) || Self.quotes.contains(last)
    {
      return
        "\(place) has quotes around it, and AWS takes them for a part of the key: take them away"
    }
    if let last = value.last, last == "," || last == ";" {
      return "\(place) ends with \"\(last)\", which no key does: take it away"
    }
    return nil
  }
}

extension String {
  fileprivate func trimming(_ isUnwanted: (Character) -> Bool) -> String {
    var rest = drop(while: isUnwanted)
    while let last = rest.last, isUnwanted(last) { rest.removeLast() }
    return String(rest)
  }
}
