import FoundationEssentials

/// What came of each source of credentials, in the order in which they are asked; no secrets.
public struct CredentialsSurvey: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    /// For instance `profile "prod"`.
    public var source: String
    /// Where it looks: variables, files, an address.
    public var places: [String]
    /// How it gets its credentials, one line each, where that is known without doing it.
    public var steps: [String]
    /// What the user should know although the credentials can be used, one line each.
    public var remarks: [String] = []
    public var verdict: Verdict
    /// It is the profile in force.
    public var isProfile = false
  }

  public enum Verdict: Hashable, Sendable {
    case taken(Taken)
    /// Where it looked and why that was no use.
    case passedOver([SearchedPlace])
    case failed(AWSError)
    /// An earlier source was taken, or failed.
    case notReached
  }

  /// What may be shown of credentials.
  public struct Taken: Hashable, Sendable {
    /// All but the last four characters are hidden.
    public var maskedAccessKeyID: String
    public var isTemporary: Bool
    public var expiration: Date?
    public var accountID: String?
    /// What is odd about the key, with the place and the mend: one sentence each.
    public var doubts: [String]

    init(_ credentials: Credentials) {
      maskedAccessKeyID = credentials.maskedAccessKeyID
      isTemporary = credentials.sessionToken != nil
      expiration = credentials.expiration
      accountID = credentials.accountID
      doubts = credentials.doubts
    }
  }

  public var entries: [Entry]

  /// The source that is in use, nil where there is none.
  public var taken: Entry? {
    entries.first { if case .taken = $0.verdict { true } else { false } }
  }

  /// What a call would fail with, nil where it has credentials.
  public var error: AWSError? {
    var lookups: [SearchedPlace] = []
    for entry in entries {
      switch entry.verdict {
      case .taken: return nil
      case .failed(let error): return error
      case .passedOver(let said): lookups += said
      case .notReached: continue
      }
    }
    return .noCredentials(lookups)
  }
}

extension CredentialsSurvey: CustomStringConvertible {
  /// A line for each source, and under it what there is to say.
  public var description: String {
    entries.map { entry in
      ([entry.headline] + entry.details.map { "  \($0)" }).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension CredentialsSurvey.Entry {
  /// For instance `profile "prod": taken, key ****************MPLE`.
  public var headline: String {
    let source = source.singleLine()
    return switch verdict {
    case .taken(let taken): "\(source): taken, key \(taken)"
    case .passedOver: "\(source): passed over"
    case .failed: "\(source): failed"
    case .notReached: "\(source): not reached"
    }
  }

  /// What there is to say under the headline, one line each.
  public var details: [String] {
    let steps = steps.map { $0.singleLine() }
    return switch verdict {
    case .taken(let taken): steps + (remarks + taken.doubts).map { $0.singleLine() }
    case .passedOver(let lookups): lookups.map(withoutHeading)
    case .failed(let error): steps + [error.summary, error.advice]
    case .notReached: []
    }
  }
}

extension CredentialsSurvey.Entry {
  /// Leaves out what the headline already says.
  private func withoutHeading(_ lookup: SearchedPlace) -> String {
    guard lookup.place.hasPrefix("\(source) ") else { return lookup.description }
    return SearchedPlace(
      place: String(lookup.place.dropFirst(source.count + 1)), finding: lookup.finding
    ).description
  }
}

extension CredentialsSurvey.Taken: CustomStringConvertible {
  public var description: String {
    var words = [maskedAccessKeyID]
    if let accountID { words.append("account \(accountID.singleLine(limit: 20))") }
    if let expiration {
      words.append("until \(AWSTimestamp.iso8601.text(expiration))")
    } else if isTemporary {
      words.append("temporary")
    }
    return words.joined(separator: ", ")
  }
}
