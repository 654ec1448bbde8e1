extension ChildProcessOutcome: CustomStringConvertible, CustomReflectable {
  /// Without the standard output, which may be a secret.
  public var description: String {
    "ChildProcessOutcome(status: \(status), output: \(output.count) bytes hidden)"
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["status": status, "bytes": output.count], displayStyle: .struct)
  }
}
