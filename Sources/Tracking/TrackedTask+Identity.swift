extension TrackedTask {
  /// Whether this is a task's identity, asked without making it.
  public func has(_ id: TaskID) -> Bool { id.site == siteID && isIdentified(by: id.identifier) }

  func isIdentified(by identifier: String) -> Bool {
    var wanted = identifier
    var isPlain = true
    let isSame = wanted.withUTF8 { wanted in
      texts.with(.identifier) { own in
        if own.elementsEqual(wanted) { return true }
        isPlain = own.allSatisfy { $0 < 0x80 } && wanted.allSatisfy { $0 < 0x80 }
        return false
      }
    }
    // Beyond ASCII two spellings of a letter make one text, as they do for a dictionary.
    return isSame || !isPlain && wanted == self.identifier
  }

  /// Whether this one's identifier comes before another's, as texts are compared.
  public func isNamedBefore(_ other: TrackedTask) -> Bool {
    var isPlain = true
    var isBefore = false
    _ = texts.with(.identifier) { one in
      other.texts.with(.identifier) { two in
        isPlain = one.allSatisfy { $0 < 0x80 } && two.allSatisfy { $0 < 0x80 }
        isBefore = one.lexicographicallyPrecedes(two)
        return true
      }
    }
    return isPlain ? isBefore : identifier < other.identifier
  }
}
