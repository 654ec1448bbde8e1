/// Something in a shared file that is passed over or can't be used, and why.
public struct ProfileRemark: Hashable, Sendable {
  public var path: String
  /// The first line is 1; nil where it is about the file as a whole.
  public var line: Int?
  /// For people; it may quote a section's name, and never a setting's value.
  public var reason: String
  /// The name that may have been meant, as `prod` by `[prod]` in the config file.
  public var meant: String?

  /// `path:line`
  public var place: String { line.map { "\(path):\($0)" } ?? path }
}

extension ProfileRemark: CustomStringConvertible {
  public var description: String { "\(place): \(reason)" }
}

extension ProfileSet {
  /// What is passed over, as the end of a sentence about a name that isn't there: what may have
  /// been meant by it, else whatever there is. Empty where there is nothing to say.
  func passedOver(lookingFor name: String) -> String {
    let related = remarksAbout(name)
    let told = (related.isEmpty ? remarks : related).prefix(3)
    if told.isEmpty { return "" }
    let rest = related.isEmpty ? remarks.count - told.count : 0
    return "; passed over: " + told.map(\.description).joined(separator: "; ")
      + (rest > 0 ? "; and \(rest) more, which `exportdeck doctor` names" : "")
  }

  /// The same, but only what may have been meant by the name.
  func passedOver(meaning name: String) -> String {
    remarksAbout(name).isEmpty ? "" : passedOver(lookingFor: name)
  }

  /// A name in the quotes that belong around it only in a section's header, without them; nil where
  /// there is no such profile.
  func unquoted(_ name: String) -> String? {
    let bare = name.filter { $0 != "\"" && $0 != "'" }
    return bare != name && profile(named: bare) != nil ? bare : nil
  }

  private func remarksAbout(_ name: String) -> [ProfileRemark] {
    remarks.filter { $0.meant?.lowercased() == name.lowercased() }
  }
}
