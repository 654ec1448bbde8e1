extension EncryptionKey {
  public var isEnabled: Bool { state == "Enabled" }

  /// Whether it encrypts symmetrically. A server that doesn't say what a key is for has symmetric ones
  /// for nothing else.
  public var isSymmetric: Bool {
    spec == "SYMMETRIC_DEFAULT" && ["ENCRYPT_DECRYPT", ""].contains(usage)
  }

  /// Why no export can be encrypted with it, in a few words; nil where nothing is known against it.
  public var reasonUnusable: String? {
    if isManagedByAWS { return "AWS manages it: an export needs a key of yours" }
    if !isEnabled { return "it is \(state)" }
    return isSymmetric ? nil : "it is \(spec) for \(usage): an export needs a symmetric key"
  }
}
