extension ProfileProperty: CustomStringConvertible, CustomReflectable {
  /// The place alone: the value may be a key.
  public var description: String { "ProfileProperty(\(place))" }

  public var customMirror: Mirror {
    Mirror(self, children: ["place": place], displayStyle: .struct)
  }
}
