/// The environment variables the program was started with, passed in as a value: no library code
/// reads the process's own.
public struct Environment: Sendable, Hashable {
  /// Environment variables; a blank one counts as unset (see the subscript).
  public var variables: [String: String]

  public init(variables: [String: String] = [:]) {
    self.variables = variables
  }

  /// The value of a variable, nil where it is unset or blank.
  public subscript(name: String) -> String? {
    guard let value = variables[name] else { return nil }
    return value.allSatisfy(\.isWhitespace) ? nil : value
  }
}

extension Environment: CustomStringConvertible, CustomReflectable {
  /// Only the names: a variable may hold a key.
  public var description: String {
    "Environment(\(variables.keys.sorted().joined(separator: ", ")))"
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["names": variables.keys.sorted()], displayStyle: .struct)
  }
}
