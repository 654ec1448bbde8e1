import Ground
import RDSExports

extension PreflightInquiry {
  mutating func checkKey() {
    guard isWellFormed(.kmsKeyId, .keyForm), isHere(key: request.kmsKeyId) else { return }
    switch askForKey(request.kmsKeyId) {
    case .pending: wait(.keyFound)
    case .unknown(let reason): skip(.keyFound, because: reason)
    case .missing:
      fail(
        .keyFound, "There is no such key in this region.",
        fix: "Check the key; another account's is named by its ARN.")
    case .value(let key):
      pass(.keyFound, "The key exists.")
      if isHere(key: key.arn) {
        pass(.keyRegion, "The key is in \(place.region).")
      }
      checkState(of: key)
      checkUse(of: key)
    }
  }

  mutating func askForKey(_ key: String) -> Reply<EncryptionKey> {
    ask(.key(key)) { found in
      guard case .key(let key) = found else { return nil }
      return key
    }
  }

  private mutating func isHere(key: String) -> Bool {
    guard let arn = ARN(key), arn.region != place.region else { return true }
    fail(
      .keyRegion,
      "The key is in \(Self.shown(String(arn.region))), and an export needs one in"
        + " \(place.region).",
      fix: "Choose a key in \(place.region).")
    return false
  }

  private mutating func checkState(of key: EncryptionKey) {
    if key.isEnabled {
      pass(.keyEnabled, "The key is enabled.")
    } else {
      fail(.keyEnabled, "The key is \(Self.shown(key.state)).", fix: key.stateFix)
    }
  }

  private mutating func checkUse(of key: EncryptionKey) {
    if key.isSymmetric {
      pass(.keySymmetric, "The key is symmetric, and encrypts.")
    } else {
      fail(
        .keySymmetric,
        "An export needs a symmetric key that encrypts, and this one is"
          + " \(Self.shown(key.spec)) for \(Self.shown(key.usage)).",
        fix: "Choose a key of the kind SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT.")
    }
    if key.isManagedByAWS {
      fail(
        .keyOwner, "The key is one that AWS manages, and nobody can let an export use it.",
        fix: "Choose a key of your own.")
    } else {
      pass(.keyOwner, "The key is a customer's.")
    }
  }
}

extension EncryptionKey {
  /// What to do about a key that isn't enabled.
  var stateFix: String {
    switch state {
    case "Disabled": "Enable the key, or choose another."
    case "PendingDeletion": "Cancel its deletion and enable it, or choose another."
    case "PendingImport": "Import its key material, or choose another."
    default: "Choose a key that is enabled."
    }
  }
}
