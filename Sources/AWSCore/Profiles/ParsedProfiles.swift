import Synchronization

/// What the two shared files said when they were last read. Contexts read them before each poll, and
/// a hundred of them parse files of a hundred profiles only where their bytes are others by now.
public final class ParsedProfiles: Sendable {
  /// One file as it was read.
  struct Reading: Hashable {
    var kind: ProfileFileKind
    /// As it is shown to people, and named in errors.
    var place: String
    /// Nil for a file that is absent.
    var bytes: [UInt8]?
    /// Why a file counts as absent that is there.
    var remark: ProfileRemark?
  }

  private struct Last {
    var readings: [Reading] = []
    var profiles = ProfileSet()
    var parses = 0
  }

  private let last = Mutex(Last())

  init() {}

  /// How often they were parsed.
  var parses: Int { last.withLock { $0.parses } }

  /// What files say, the later ones over the earlier ones.
  func profiles(in readings: [Reading]) -> ProfileSet {
    // Whoever comes meanwhile waits: it needs the same result, and no disk is asked in here.
    last.withLock { last in
      guard last.parses == 0 || last.readings != readings else { return last.profiles }
      var profiles = ProfileSet()
      for reading in readings { profiles.merge(Self.parsed(reading)) }
      last = Last(readings: readings, profiles: profiles, parses: last.parses + 1)
      return profiles
    }
  }

  private static func parsed(_ reading: Reading) -> ProfileSet {
    var profiles =
      reading.bytes.map { ProfileParser.parse($0, as: reading.kind, path: reading.place) }
      ?? ProfileSet()
    if let remark = reading.remark { profiles.remarks.append(remark) }
    return profiles
  }
}

extension ParsedProfiles.Reading: CustomStringConvertible, CustomReflectable {
  /// Only the place: the bytes hold keys.
  var description: String { "ParsedProfiles.Reading(\(place))" }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
