extension Environment: CustomStringConvertible, CustomReflectable {
  /// The names alone: a variable may hold a key.
  public var description: String {
    "Environment(\(variables.keys.sorted().joined(separator: ", ")))"
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["names": variables.keys.sorted()], displayStyle: .struct)
  }
}
