/// What AWS says about a call that isn't allowed:
/// `User: ARN is not authorized to perform: rds:Action on resource: ARN because …` (IAM User Guide,
/// "Troubleshoot access denied error messages").
public struct AccessDenial: Hashable, Sendable {
  /// The ARN of the caller.
  public var caller: String
  /// For instance `rds:DescribeExportTasks`.
  public var action: String
  public var resource: String?
  /// For instance `no identity-based policy allows the rds:DescribeExportTasks action`, or `an
  /// explicit deny in a service control policy`.
  public var reason: String?

  /// Nil where the message has another form.
  public init?(message: String) {
    let line = message.singleLine(limit: 2000)
    guard let user = line.firstRange(of: "User: "),
      let verb = line.firstRange(of: " is not authorized to perform: "),
      user.upperBound <= verb.lowerBound
    else { return nil }
    caller = String(line[user.upperBound..<verb.lowerBound])
    var rest = line[verb.upperBound...]
    if let because = rest.firstRange(of: " because ") {
      reason = Self.part(rest[because.upperBound...])
      rest = rest[..<because.lowerBound]
    } else if let deny = rest.firstRange(of: " with an explicit deny") {
      reason = Self.part(rest[deny.lowerBound...].dropFirst(" with ".count))
      rest = rest[..<deny.lowerBound]
    }
    if let on = rest.firstRange(of: " on resource: ") {
      resource = Self.part(rest[on.upperBound...])
      rest = rest[..<on.lowerBound]
    }
    guard let action = Self.part(rest), !action.contains(" ") else { return nil }
    self.action = action
  }

  /// Whether a policy denies it explicitly, whatever others allow.
  var isExplicit: Bool { reason?.contains("explicit deny") == true }

  var advice: String {
    let what = "\(action)\(resource.map { " on \($0)" } ?? "")"
    guard isExplicit else {
      return "Ask for \(what) to be allowed for \(caller), or use another profile."
    }
    return "Ask for the deny of \(what) to be lifted for \(caller): allowing it elsewhere changes "
      + "nothing; or use another profile."
  }

  private static func part(_ text: Substring) -> String? {
    var text = text
    while let last = text.last, last == "." || last == "," || last == " " { text.removeLast() }
    return text.isEmpty ? nil : String(text)
  }
}
