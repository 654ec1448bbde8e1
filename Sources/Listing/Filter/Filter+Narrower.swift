import Ground
import Tracking

extension Filter {
  /// Whether every task that passes this filter passes another too, as far as the two filters alone
  /// can tell. False if in doubt: that only costs a look at every task.
  func isNarrower(than other: Filter) -> Bool {
    guard let wider = other.expression else { return true }
    guard let expression else { return false }
    var proof = Proof()
    return proof.implies(expression, wider)
  }

  /// Comparing filters of thousands of words must not take longer than searching with them.
  private struct Proof {
    private var steps = 1000

    mutating func implies(_ narrow: FilterExpression, _ wide: FilterExpression) -> Bool {
      steps -= 1
      guard steps > 0 else { return false }
      switch (narrow, wide) {
      case _ where narrow == wide: return true
      case (.wordOrStatus, _), (.wordOrTonight, _): return implies(narrow.spelledOut, wide)
      case (_, .wordOrStatus), (_, .wordOrTonight): return implies(narrow, wide.spelledOut)
      case (_, .and(let parts)): return parts.allSatisfy { implies(narrow, $0) }
      case (.or(let parts), _): return parts.allSatisfy { implies($0, wide) }
      case (.and(let parts), .or(let others)):
        return parts.contains { implies($0, wide) } || others.contains { implies(narrow, $0) }
      case (.and(let parts), _): return parts.contains { implies($0, wide) }
      case (_, .or(let parts)): return parts.contains { implies(narrow, $0) }
      case (.word(let word), .word(let part)):
        return Self.holds([.literal(word)], any: [.literal(part)])
      case (.text(let field, let sign, let values), .text(let same, .contains, let parts))
      where field == same && sign != .notEqual:
        return Self.holds(values, any: parts)
      case (.status(let sign, let few), .status(let other, let many)):
        let wanted = FilterStatus.phases(other, many)
        // What runs may be stalled or slow, and then it is not what only lets through what isn't.
        let leavesOutTimed =
          other == .notEqual && !PhaseSet.timed.isSubset(of: wanted)
          && !wanted.isDisjoint(with: .active)
        return !leavesOutTimed && FilterStatus.phases(sign, few).isSubset(of: wanted)
      default: return false
      }
    }

    /// Whether a text that contains one of these contains one of those.
    private static func holds(_ texts: [FilterText], any parts: [FilterText]) -> Bool {
      // A value that is an ARN is also looked for in a task's whole ARN, not only in its name.
      if texts.contains(where: \.isARN), !parts.contains(where: \.isARN) { return false }
      return texts.allSatisfy { text in parts.contains { text.holds($0) } }
    }
  }
}

extension FilterText {
  /// Letters beyond ASCII are not compared byte by byte, so only equal texts count here.
  fileprivate func holds(_ part: FilterText) -> Bool {
    guard case .literal(let text) = self, case .literal(let part) = part,
      text.utf8.allSatisfy({ $0 < 0x80 }), part.utf8.allSatisfy({ $0 < 0x80 })
    else { return self == part }
    return text.utf8.withContiguousStorageIfAvailable { Needle(part).isIn($0) } ?? false
  }
}
